import { LoggerService } from '@backstage/backend-plugin-api';
import {
  EpssFile,
  FindingSource,
  IgnoreRule,
  ImageRef,
  KevFile,
  readEpss,
  readKev,
  readOpenVex,
  readTrivyIgnore,
  Signals,
  suppressedByIgnore,
  suppressedByVex,
  Suppression,
  VexStatement,
  Vulnerability,
} from '@slipway/plugin-security-common';
import { readFile, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { SecurityConfig } from '../config';

/** A file as it was last read. */
interface Kept<T> {
  value?: T;
  mtimeMs?: number;
  /** Why it could not be read, for users; never the path. */
  problem?: string;
}

/** Largest file that is read, bytes. */
const LARGEST = 200_000_000;

/** What mounted files say of vulnerabilities. Read again when they change. */
export class SignalFiles {
  #epss: Kept<EpssFile> = {};
  #kev: Kept<KevFile> = {};
  #ignore: Kept<IgnoreRule[]> = {};
  #vex: Array<Kept<VexStatement[]>>;

  constructor(
    private readonly config: Pick<
      SecurityConfig,
      'epssFile' | 'kevFile' | 'vexFiles' | 'ignoreFile'
    >,
    private readonly logger: LoggerService,
  ) {
    this.#vex = config.vexFiles.map(() => ({}));
  }

  /** Reads what changed. Never rejects. */
  async refresh(): Promise<void> {
    const { epssFile, kevFile, vexFiles, ignoreFile } = this.config;
    this.#epss = await this.#read(this.#epss, epssFile, readEpss);
    this.#kev = await this.#read(this.#kev, kevFile, readKev);
    this.#ignore = await this.#read(this.#ignore, ignoreFile, readTrivyIgnore);
    this.#vex = await Promise.all(
      vexFiles.map((file, i) =>
        this.#read(this.#vex[i], file, text => readOpenVex(JSON.parse(text))),
      ),
    );
  }

  /** What is known of a vulnerability. Absent is unknown. */
  of({ id }: Pick<Vulnerability, 'id'>): Signals {
    const epss = this.#epss.value?.scores.get(id);
    const kev = this.#kev.value;
    return {
      ...(epss === undefined ? {} : { epss }),
      ...(kev ? { kev: kev.ids.has(id) } : {}),
    };
  }

  /** Vulnerabilities of which a file says something that changes how findings are counted. */
  named(): { exploited?: ReadonlySet<string>; suppressed: string[] } {
    const exploited = this.#kev.value?.ids;
    return {
      ...(exploited ? { exploited } : {}),
      suppressed: [
        ...this.#vex.flatMap(({ value = [] }) =>
          value.flatMap(({ ids }) => ids),
        ),
        ...(this.#ignore.value ?? []).map(({ id }) => id),
      ],
    };
  }

  /** Whether a finding does not count, and who says so. @param now - ISO time */
  suppression(
    finding: Vulnerability,
    image: ImageRef,
    now: string,
  ): Suppression | undefined {
    const statements = this.#vex.flatMap(({ value = [] }) => value);
    return (
      suppressedByVex(statements, finding, image) ??
      suppressedByIgnore(this.#ignore.value ?? [], finding, now)
    );
  }

  /** What was read, with its age; and what is not configured. */
  sources(): FindingSource[] {
    const { epssFile, kevFile, ignoreFile } = this.config;
    return [
      this.#source('EPSS', epssFile, this.#epss, this.#epss.value?.date),
      this.#source(
        'Known exploited vulnerabilities',
        kevFile,
        this.#kev,
        this.#kev.value?.date,
      ),
      ...this.config.vexFiles.map((file, i) =>
        this.#source(`OpenVEX ${basename(file)}`, file, this.#vex[i]),
      ),
      ...(ignoreFile
        ? [this.#source('.trivyignore', ignoreFile, this.#ignore)]
        : []),
    ];
  }

  #source(
    name: string,
    file: string | undefined,
    kept: Kept<unknown>,
    date?: string,
  ): FindingSource {
    if (!file) {
      return {
        name,
        state: 'missing',
        reason: 'No file is configured, so it is unknown.',
      };
    }
    const at =
      date ??
      (kept.mtimeMs === undefined
        ? undefined
        : new Date(kept.mtimeMs).toISOString());
    const aged = at ? { at } : {};
    if (!kept.problem) return { name, state: 'live', ...aged };
    return {
      name,
      state: kept.value ? 'partial' : 'missing',
      reason: kept.problem,
      ...aged,
    };
  }

  async #read<T>(
    kept: Kept<T>,
    file: string | undefined,
    parse: (text: string) => T,
  ): Promise<Kept<T>> {
    if (!file) return {};
    try {
      const { mtimeMs, size } = await stat(file);
      if (mtimeMs === kept.mtimeMs && !kept.problem) return kept;
      if (size > LARGEST) throw new Error('it is too large');
      return { value: parse(await readFile(file, 'utf8')), mtimeMs };
    } catch (error) {
      const why = error instanceof Error ? error.message : 'unknown error';
      this.logger.warn(`Cannot read ${file}: ${why}`);
      return {
        ...kept,
        problem: 'The file cannot be read; the log of the portal says why.',
      };
    }
  }
}
