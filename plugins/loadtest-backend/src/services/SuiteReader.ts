import { Entity } from '@backstage/catalog-model';
import {
  MAX_SUITE_LENGTH,
  parseSuite,
  Suite,
  SUITE_ANNOTATION,
  SuiteError,
} from '@slipway/plugin-loadtest-common';
import { createHash } from 'node:crypto';
import { readFile, realpath, stat } from 'node:fs/promises';
import { dirname, join, sep } from 'node:path';

/** A suite with what a run needs of it. */
export interface ReadSuite {
  state: 'valid';
  suite: Suite;
  locustfile: string;
  hash: string;
}

/** What became of reading a suite. */
export type SuiteReading =
  | ReadSuite
  | { state: 'absent'; reason: string }
  | { state: 'unreadable'; reason: string }
  | { state: 'invalid'; errors: SuiteError[] };

/** Reads the suites of entities from one folder. */
export class SuiteReader {
  constructor(private readonly folder: string | undefined) {}

  /** The suite that the annotation of an entity names, as it is now. */
  async read(entity: Entity): Promise<SuiteReading> {
    const path = entity.metadata.annotations?.[SUITE_ANNOTATION];
    if (path === undefined) {
      return {
        state: 'absent',
        reason: `The entity has no annotation ${SUITE_ANNOTATION}.`,
      };
    }
    if (this.folder === undefined) {
      return {
        state: 'unreadable',
        reason: 'No folder of suites is configured (slipway.loadtest.suites).',
      };
    }
    const text = await this.#text(this.folder, path);
    if (text === undefined) {
      return {
        state: 'unreadable',
        reason: `There is no file ${path} in the folder of suites, or it is too large.`,
      };
    }
    const parsed = parseSuite(text);
    if ('errors' in parsed) return { state: 'invalid', errors: parsed.errors };
    const { suite } = parsed;
    const locustfile = await this.#text(
      this.folder,
      join(dirname(path), suite.locustfile),
    );
    if (locustfile === undefined) {
      return {
        state: 'unreadable',
        reason: `There is no file ${suite.locustfile} beside ${path}, or it is too large.`,
      };
    }
    const hash = createHash('sha256')
      .update(text)
      .update('\0')
      .update(locustfile)
      .digest('hex');
    return { state: 'valid', suite, locustfile, hash };
  }

  /** Content of a file below the folder; links that lead out of it count as no file. */
  async #text(folder: string, path: string): Promise<string | undefined> {
    try {
      const root = await realpath(folder);
      const file = await realpath(join(root, path));
      if (!file.startsWith(`${root}${sep}`)) return undefined;
      const { size } = await stat(file);
      return size > MAX_SUITE_LENGTH ? undefined : await readFile(file, 'utf8');
    } catch (error) {
      if (error instanceof Error && 'code' in error) return undefined;
      throw error;
    }
  }
}
