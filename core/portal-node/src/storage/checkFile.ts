import { LoggerService } from '@backstage/backend-plugin-api';
import type { Knex } from 'knex';
import { damaged, refusalFor } from './unusableFiles';

/**
 * Checks the SQLite file of a plugin when it is opened, and reports once when
 * it turns out to be damaged later.
 *
 * @throws InputError that names the file and what to do when it cannot be used
 */
export async function checkFile(
  knex: Knex,
  file: string,
  { plugin, logger }: { plugin: string; logger: LoggerService },
): Promise<void> {
  let rows: Array<{ quick_check: string }>;
  try {
    rows = await knex.raw('PRAGMA quick_check(1)');
    // Says whether the file can be written to, and writes nothing.
    await knex.raw('BEGIN IMMEDIATE');
    await knex.raw('ROLLBACK');
  } catch (error) {
    throw refusalFor(plugin, file, error) ?? error;
  }
  if (rows[0]?.quick_check !== 'ok') throw damaged(plugin, file);
  let reported = false;
  knex.on('query-error', (error: unknown) => {
    const refusal = refusalFor(plugin, file, error);
    if (!refusal || reported) return;
    reported = true;
    logger.error(refusal.message);
  });
}
