import { readFileSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { LifecycleService, LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { InputError } from '@backstage/errors';
import type { Knex } from 'knex';
import { codeOf, refusalFor } from './unusableFiles';

/** How long a process that is ending may still hold the directory, ms. */
const PATIENCE_MS = 8_000;
const INTERVAL_MS = 100;

/** Where the owner of a directory of databases writes who it is. */
const ownerFile = (directory: string) => join(directory, 'lock.json');

/** The pid that the owner of a directory has written. */
function ownerOf(directory: string): number | undefined {
  try {
    const { pid } = JSON.parse(readFileSync(ownerFile(directory), 'utf8'));
    return Number.isInteger(pid) ? pid : undefined;
  } catch {
    return undefined;
  }
}

function inUse(directory: string): InputError {
  const pid = ownerOf(directory);
  const [owner, kill] =
    pid === undefined
      ? ['another process', '']
      : [`process ${pid}`, ` (kill ${pid})`];
  return new InputError(
    `The databases in ${directory} are in use by ${owner}. End it${kill} and start again, or set backend.database.connection.directory to another folder.`,
  );
}

/**
 * Locks directories of SQLite files for this process: two portals on the same
 * files would each do the other's work and overwrite its tables.
 *
 * The lock is one of SQLite, on a file of its own in the directory. The system
 * releases it when the process ends, however it ends, so there is nothing left
 * behind to be judged. `lock.json` beside it is only for the message.
 */
export class DirectoryLock {
  readonly #locks = new Map<string, Promise<void>>();

  constructor(
    private readonly deps: {
      lifecycle: LifecycleService;
      logger: LoggerService;
    },
    private readonly patienceMs = PATIENCE_MS,
  ) {}

  /**
   * Resolves when this process owns the directory. Waits some seconds for a
   * process that is ending.
   *
   * @throws InputError that names the process that owns it
   */
  own(directory: string): Promise<void> {
    const owned = this.#locks.get(directory) ?? this.#lock(directory);
    this.#locks.set(directory, owned);
    return owned;
  }

  async #lock(directory: string): Promise<void> {
    const manager = DatabaseManager.fromConfig(
      new ConfigReader({
        backend: {
          database: { client: 'better-sqlite3', connection: { directory } },
        },
      }),
    );
    const connection = await manager.forPlugin('lock', this.deps).getClient();
    try {
      await this.#take(connection, directory);
    } catch (error) {
      await connection.destroy();
      throw error;
    }
    try {
      const { dev, ino } = statSync(directory);
      writeFileSync(
        ownerFile(directory),
        // A copy of the folder has another id, and no owner.
        JSON.stringify({ pid: process.pid, folder: `${dev}:${ino}` }),
      );
    } catch {
      // A full disk: the lock holds, only its owner cannot be named.
    }
  }

  async #take(connection: Knex, directory: string): Promise<void> {
    const end = Date.now() + this.patienceMs;
    await connection.raw('PRAGMA busy_timeout = 0');
    for (;;) {
      try {
        // The pool has one connection, and keeps it: the transaction ends with the process.
        await connection.raw('BEGIN EXCLUSIVE');
        return;
      } catch (error) {
        if (codeOf(error) !== 'SQLITE_BUSY') {
          throw (
            refusalFor('lock', join(directory, 'lock.sqlite'), error) ?? error
          );
        }
        if (Date.now() > end) throw inUse(directory);
      }
      await sleep(INTERVAL_MS);
    }
  }
}
