import { LoggerService } from '@backstage/backend-plugin-api';
import { isError, ServiceUnavailableError } from '@backstage/errors';
import type { Knex } from 'knex';
import { dirname } from 'node:path';
import { describeStorageProblem, storageProblemOf } from './databaseErrors';
import { StorageMonitor } from './StorageMonitor';

const WRITES =
  /^\s*(insert|update|delete|replace|create|alter|drop|with\b[\s\S]*\b(insert|update|delete)\b)/i;

/**
 * Without these nobody can sign in, no plugin can call another, no portal can
 * start, and no scheduled task comes back when there is space again; and taking
 * a grant away is safe. They are written into the space that is reserved in each file.
 */
const ESSENTIAL =
  /\b(signing_keys|user_info|\w*public_keys__keys|\w*knex_migrations_lock|backstage_backend_tasks__tasks)\b|^update .grants. /;

const ENDS_TRANSACTION = /^\s*(rollback|commit|release)/i;
/** SQLite takes the transaction back itself when it cannot be written. */
const ALREADY_TAKEN_BACK = /no transaction is active|no such savepoint/;

/** Overwriting what is there takes no space; making a journal for each transaction and sorting in files does. */
export const FOR_FULL_DISKS = [
  'journal_mode = PERSIST',
  'journal_size_limit = 1048576',
  'temp_store = MEMORY',
];

type Query = string | { sql: string };
const sqlOf = (query: Query) => (typeof query === 'string' ? query : query.sql);

/** The file of an SQLite database; undefined for other databases and for one in memory. */
export function fileOf({ client }: Knex): string | undefined {
  const filename: unknown = client.connectionSettings?.filename;
  return /sqlite/.test(client.dialect) &&
    typeof filename === 'string' &&
    filename !== '' &&
    filename !== ':memory:'
    ? filename
    : undefined;
}

/**
 * Makes the errors of a database fit for answers: one that cannot be written is
 * a `ServiceUnavailableError` that says why and what to do, all others lose
 * their SQL. While the disk of an SQLite file is full, only what is essential
 * for reading is written to it.
 *
 * @returns the directory of the SQLite file; undefined for other databases
 */
export function guardDatabase(
  knex: Knex,
  options: { plugin: string; monitor: StorageMonitor; logger: LoggerService },
): string | undefined {
  const { plugin, monitor, logger } = options;
  const { client } = knex;
  const isSqlite = /sqlite/.test(client.dialect);
  const file = fileOf(knex);
  const directory = file && dirname(file);
  const place = directory ?? plugin;
  if (directory) monitor.watch(directory);
  // The values of a statement belong into no message.
  client.config.compileSqlOnError = false;

  const guarded = (error: unknown, sql = ''): unknown => {
    if (error instanceof ServiceUnavailableError || !isError(error)) {
      return error;
    }
    // knex puts the statement before the words of the driver.
    const prefix = `${sql} - `;
    if (error.message.startsWith(prefix)) {
      error.message = error.message.slice(prefix.length);
    }
    logger.debug(`A statement failed: ${error.message}: ${sql}`);
    const problem = storageProblemOf(error);
    if (!problem) return error;
    monitor.failed(place, problem);
    return new ServiceUnavailableError(describeStorageProblem(problem));
  };

  /** Why a connection lost its transaction. */
  const lost = new WeakMap<object, unknown>();

  // A subclass rather than methods on the instance: transactions make clients
  // of their own from the class.
  class GuardedClient extends client.constructor {
    async query(connection: object, query: Query): Promise<unknown> {
      const sql = sqlOf(query);
      const writes = WRITES.test(sql);
      if (writes && monitor.isFull(place) && !ESSENTIAL.test(sql)) {
        throw new ServiceUnavailableError(describeStorageProblem('full'));
      }
      try {
        const result = await super.query(connection, query);
        monitor.worked(place, writes ? 'write' : 'read');
        return result;
      } catch (error) {
        const reason = guarded(error, sqlOf(query));
        if (
          isSqlite &&
          ENDS_TRANSACTION.test(sql) &&
          isError(error) &&
          ALREADY_TAKEN_BACK.test(error.message)
        ) {
          if (/^\s*rollback/i.test(sql)) return undefined;
          throw lost.get(connection) ?? reason;
        }
        lost.set(connection, reason);
        throw reason;
      }
    }

    async acquireConnection(): Promise<object> {
      try {
        return await super.acquireConnection();
      } catch (error) {
        throw guarded(error);
      }
    }

    async acquireRawConnection(): Promise<object> {
      const connection = await super.acquireRawConnection();
      if (directory) {
        for (const setting of FOR_FULL_DISKS) connection.pragma(setting);
      }
      return connection;
    }
  }
  Object.setPrototypeOf(client, GuardedClient.prototype);
  return directory;
}

/** Makes an SQLite file fit for a full disk that was opened before {@link guardDatabase}. */
export async function prepareForFullDisk(knex: Knex): Promise<void> {
  for (const setting of FOR_FULL_DISKS) await knex.raw(`PRAGMA ${setting}`);
}
