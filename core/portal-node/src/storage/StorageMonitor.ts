import { LoggerService } from '@backstage/backend-plugin-api';
import { statfs, unlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import {
  describeStorageProblem,
  StorageProblem,
  storageProblemOf,
} from './databaseErrors';

/** With less than this, a transaction of the catalog does not fit any more. */
const LEAST_FREE_BYTES = 512 * 1024;
/** What is written to find out whether there is space again. */
const PROBE_BYTES = 64 * 1024;

/** Bytes that this process may still write to the disk of a directory; undefined where the file system does not say. */
export async function freeBytes(
  directory: string,
): Promise<number | undefined> {
  const { bsize, blocks, bfree, bavail } = await statfs(directory);
  if (blocks === 0) return undefined;
  // What is reserved for root is free for root only.
  return bsize * (process.getuid?.() === 0 ? bfree : bavail);
}

/** Writes a small file and deletes it. */
async function writeProbe(directory: string): Promise<void> {
  const file = join(directory, `.space-probe-${process.pid}`);
  try {
    await writeFile(file, Buffer.alloc(PROBE_BYTES), { mode: 0o600 });
  } finally {
    await unlink(file).catch(() => {});
  }
}

/** How the disk is asked; tests put their own. */
export interface Disk {
  freeBytes(directory: string): Promise<number | undefined>;
  writeProbe(directory: string): Promise<void>;
}

/**
 * Knows whether the databases can be written.
 *
 * A directory of SQLite files is looked at every few seconds: it counts as full
 * from little free space or the first write that failed, until there is space
 * and a write works. A database server is judged by the statements that it was sent.
 */
export class StorageMonitor {
  readonly #problems = new Map<string, StorageProblem>();
  readonly #directories = new Set<string>();
  readonly #logger: LoggerService;
  readonly #disk: Disk;
  #looking: Promise<void> | undefined;

  constructor(options: { logger: LoggerService; disk?: Disk }) {
    this.#logger = options.logger;
    this.#disk = options.disk ?? { freeBytes, writeProbe };
  }

  /** Looks at this directory from now on. */
  watch(directory: string): void {
    this.#directories.add(directory);
  }

  /** Looks at all directories. Never throws; calls that overlap share one look. */
  async look(): Promise<void> {
    this.#looking ??= Promise.all(
      [...this.#directories].map(directory => this.#lookAt(directory)),
    ).then(() => {
      this.#looking = undefined;
    });
    await this.#looking;
  }

  /** A statement failed for this reason. `place`: directory, or plugin of a database server. */
  failed(place: string, problem: StorageProblem): void {
    this.#set(place, problem);
  }

  /** A statement went through. Of a directory only a look says so: reading works on a full disk. */
  worked(place: string, statement: 'read' | 'write'): void {
    const problem = this.#problems.get(place);
    if (!problem || this.#directories.has(place)) return;
    if (statement === 'write' || problem === 'unreachable') {
      this.#set(place, undefined);
    }
  }

  /** True while writing to this place is not worth trying. */
  isFull(place: string): boolean {
    return this.#directories.has(place) && this.#problems.get(place) === 'full';
  }

  /** What is wrong, in a sentence for everybody; undefined when all is well. */
  describe(): string | undefined {
    const [problem] = this.#problems.values();
    return problem && describeStorageProblem(problem);
  }

  async #lookAt(directory: string): Promise<void> {
    try {
      const free = await this.#disk.freeBytes(directory);
      if (free !== undefined && free < LEAST_FREE_BYTES) {
        this.#set(directory, 'full');
        return;
      }
      if (this.#problems.has(directory)) {
        await this.#disk.writeProbe(directory);
        this.#set(directory, undefined);
      }
    } catch (error) {
      this.#set(directory, storageProblemOf(error) ?? 'cannot be opened');
    }
  }

  #set(place: string, problem: StorageProblem | undefined): void {
    if (this.#problems.get(place) === problem) return;
    if (problem) {
      this.#problems.set(place, problem);
      this.#logger.error(`${describeStorageProblem(problem)} (${place})`);
    } else {
      this.#problems.delete(place);
      this.#logger.info(`The database can be written again (${place})`);
    }
  }
}
