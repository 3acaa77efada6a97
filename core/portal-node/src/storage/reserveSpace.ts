import type { Knex } from 'knex';

/** Rows of this size fill one page each. */
const ROW_BYTES = 3_500;
/** Days of signing keys; journal and file are this many pages of 4 KiB larger. */
const ROWS = 48;
const TABLE = 'slipway_reserve';

/**
 * Makes an SQLite file keep free pages, and its journal as many, so that the
 * keys of sign-in and of plugins can be written while the disk is full.
 * Does nothing when they are there.
 */
export async function reserveSpace(knex: Knex): Promise<void> {
  const [{ freelist_count: free }] = await knex.raw<
    Array<{ freelist_count: number }>
  >('PRAGMA freelist_count');
  if (free >= ROWS / 2) return;
  await knex.schema.dropTableIfExists(TABLE);
  await knex.schema.createTable(TABLE, table => table.binary('filler'));
  await knex.transaction(tx =>
    tx(TABLE).insert(
      Array.from({ length: ROWS }, () => ({
        filler: Buffer.alloc(ROW_BYTES),
      })),
    ),
  );
  // Every page that is changed in place stands in the journal, which stays that long.
  await knex(TABLE).update({ filler: Buffer.alloc(ROW_BYTES, 1) });
  await knex.schema.dropTable(TABLE);
}
