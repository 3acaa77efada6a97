import * as fsPromises from 'node:fs/promises';
import { join } from 'node:path';

/** The part of `node:fs/promises` that is used; tests replace it. */
export type FileSystem = Pick<
  typeof fsPromises,
  'mkdir' | 'open' | 'readdir' | 'rm'
>;

export interface DailyFilesOptions {
  directory: string;
  maxFileBytes: number;
  retentionMs: number;
  /** Default: the real one. */
  fs?: FileSystem;
  /** Default: the clock. */
  now?: () => Date;
}

/** How far an append came. */
export interface Appended {
  /** Lines, from the first on, that are on the disk. */
  kept: number;
  /** Why the others are not. */
  error?: unknown;
}

const NAME = /^audit-(\d{4}-\d{2}-\d{2})(?:\.(\d{1,6}))?\.jsonl$/;
const DAY_MS = 24 * 60 * 60_000;

/**
 * Files of lines: `audit-2026-01-31.jsonl`, and `audit-2026-01-31.1.jsonl`
 * when the first is full. Files are only ever appended to and, past their
 * retention, deleted: never renamed and never truncated. Each append opens its
 * file, so that one that was moved away or lay on a full disk does no harm.
 */
export class DailyFiles {
  readonly #fs: FileSystem;
  readonly #now: () => Date;
  #current: { day: string; number: number } | undefined;

  constructor(private readonly options: DailyFilesOptions) {
    this.#fs = options.fs ?? fsPromises;
    this.#now = options.now ?? (() => new Date());
  }

  /** Makes the directory and the file of today. */
  async prepare(): Promise<void> {
    const { handle } = await this.#open();
    await handle.close();
  }

  /** Appends whole lines and waits until they are on the disk. Never throws. */
  async append(lines: readonly string[]): Promise<Appended> {
    let written = 0;
    let lead = 0;
    let error: unknown;
    try {
      const { handle, size } = await this.#open();
      try {
        // A line that a killed process or a full disk cut short stays alone.
        const torn = size > 0 && !(await endsWithNewline(handle, size));
        lead = torn ? 1 : 0;
        const bytes = Buffer.from(
          (torn ? '\n' : '') + lines.map(line => `${line}\n`).join(''),
        );
        while (written < bytes.length) {
          const { bytesWritten } = await handle.write(bytes, written);
          written += bytesWritten;
        }
        await handle.datasync();
      } finally {
        await handle.close();
      }
      return { kept: lines.length };
    } catch (caught) {
      error = caught;
    }
    return { kept: wholeLines(lines, written - lead), error };
  }

  /** Deletes the files whose last day is past the retention. */
  async prune(): Promise<void> {
    const oldest = this.#now().getTime() - this.options.retentionMs;
    for (const { name, day } of await this.#files()) {
      if (Date.parse(day) + DAY_MS < oldest) {
        await this.#fs.rm(join(this.options.directory, name), { force: true });
      }
    }
  }

  async #open() {
    const { directory, maxFileBytes } = this.options;
    const day = this.#now().toISOString().slice(0, 10);
    await this.#fs.mkdir(directory, { recursive: true, mode: 0o700 });
    let number =
      this.#current?.day === day ? this.#current.number : await this.#last(day);
    for (;;) {
      const name = `audit-${day}${number === 0 ? '' : `.${number}`}.jsonl`;
      const handle = await this.#fs.open(join(directory, name), 'a+', 0o600);
      try {
        const { size } = await handle.stat();
        if (size < maxFileBytes) {
          this.#current = { day, number };
          return { handle, size };
        }
      } catch (error) {
        await handle.close();
        throw error;
      }
      await handle.close();
      number += 1;
    }
  }

  /** Number of the newest file of a day; 0 when there is none. */
  async #last(day: string): Promise<number> {
    const files = await this.#files();
    return Math.max(
      0,
      ...files.filter(file => file.day === day).map(({ number }) => number),
    );
  }

  async #files(): Promise<
    Array<{ name: string; day: string; number: number }>
  > {
    const names = await this.#fs.readdir(this.options.directory);
    return names.flatMap(name => {
      const [, day, number] = NAME.exec(name) ?? [];
      return day === undefined
        ? []
        : [{ name, day, number: Number(number ?? 0) }];
    });
  }
}

async function endsWithNewline(
  handle: fsPromises.FileHandle,
  size: number,
): Promise<boolean> {
  const { buffer } = await handle.read(Buffer.alloc(1), 0, 1, size - 1);
  return buffer[0] === 0x0a;
}

/** How many lines from the first on lie within so many bytes. */
function wholeLines(lines: readonly string[], bytes: number): number {
  let end = 0;
  const index = lines.findIndex(line => {
    end += Buffer.byteLength(line) + 1;
    return end > bytes;
  });
  return index < 0 ? lines.length : index;
}
