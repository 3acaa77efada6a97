import { mockServices } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import knexFactory, { Knex } from 'knex';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { guardDatabase } from './guardDatabase';
import { reserveSpace } from './reserveSpace';
import { StorageMonitor } from './StorageMonitor';

const BIG = 'x'.repeat(400_000);

/** The error with which a statement on a full disk ends. */
async function refusalOf(
  statement: Promise<unknown>,
): Promise<ServiceUnavailableError> {
  const error = await statement.then(
    () => undefined,
    reason => reason,
  );
  if (error instanceof ServiceUnavailableError) return error;
  throw new Error(`No ServiceUnavailableError: ${error}`);
}

describe('guardDatabase', () => {
  let directory: string;
  let knex: Knex;
  let free: number;
  let monitor: StorageMonitor;

  /** SQLite itself then says that there is no space: for new pages, not for those that the file has. */
  const fill = async () => {
    const [{ page_count: pages }] = await knex.raw('PRAGMA page_count');
    await knex.raw(`PRAGMA max_page_count = ${pages}`);
  };

  beforeEach(async () => {
    directory = mkdtempSync(join(tmpdir(), 'storage-'));
    free = 1e9;
    monitor = new StorageMonitor({
      logger: mockServices.rootLogger.mock(),
      disk: { freeBytes: async () => free, writeProbe: async () => {} },
    });
    knex = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'a.sqlite') },
      useNullAsDefault: true,
    });
    guardDatabase(knex, {
      plugin: 'a',
      monitor,
      logger: mockServices.logger.mock(),
    });
    await knex.schema.createTable('entries', table => {
      table.string('id').primary();
      table.text('text');
    });
    await knex.schema.createTable('signing_keys', table => {
      table.text('key');
    });
    await knex('entries').insert({ id: '1', text: 'kept' });
  });
  afterEach(async () => {
    await knex.destroy();
    rmSync(directory, { recursive: true });
  });

  const writes: Array<[string, () => Promise<unknown>]> = [
    ['a statement', async () => knex('entries').insert({ id: '2', text: BIG })],
    [
      'a transaction',
      () =>
        knex.transaction(tx => tx('entries').insert({ id: '2', text: BIG })),
    ],
    [
      'a transaction in a transaction',
      () =>
        knex.transaction(tx =>
          tx.transaction(inner =>
            inner('entries').insert({ id: '2', text: BIG }),
          ),
        ),
    ],
    [
      'a transaction that ignores the failure of a statement',
      () =>
        knex.transaction(async tx => {
          await tx('entries')
            .insert({ id: '2', text: BIG })
            .catch(() => {});
        }),
    ],
    [
      'a transaction that is ended by hand',
      async () => {
        const tx = await knex.transaction();
        try {
          await tx('entries').insert({ id: '2', text: BIG });
          await tx.commit();
        } catch (error) {
          await tx.rollback(error);
          throw error;
        }
      },
    ],
  ];

  it.each(writes)(
    'refuses %s on a full disk with the reason and the remedy, without SQL, and recovers',
    async (_, write) => {
      await fill();
      const refusal = await refusalOf(write());
      expect(refusal.message).toMatch(/disk .* is full.*Free space/);
      expect(JSON.stringify({ ...refusal, m: refusal.message })).not.toMatch(
        /insert|entries|xxx|SQLITE|storage-/,
      );
      expect(monitor.describe()).toMatch(/is full/);
      await expect(knex('entries').select()).resolves.toHaveLength(1);

      await knex.raw('PRAGMA max_page_count = 1000000');
      await monitor.look();
      expect(monitor.describe()).toBeUndefined();
      await write();
      await expect(knex('entries').select()).resolves.toHaveLength(2);
    },
  );

  it('keeps what Backstage reads in an error that the statement caused, and nothing of the statement', async () => {
    const refusal = await knex('entries')
      .insert({ id: '1', text: 'secret' })
      .catch(error => error);
    expect(refusal).toMatchObject({
      message: 'UNIQUE constraint failed: entries.id',
      code: 'SQLITE_CONSTRAINT_PRIMARYKEY',
    });
    expect(refusal.stack).not.toMatch(/secret/);
    expect(monitor.describe()).toBeUndefined();
  });

  it('keeps the reserved space for what reading needs', async () => {
    await reserveSpace(knex);
    await fill();
    free = 0;
    await monitor.look();
    await expect(
      knex('entries').insert({ id: '2', text: 'small' }),
    ).rejects.toThrow(/is full/);
    for (let n = 0; n < 100; n += 1) {
      await knex('signing_keys').insert({ key: 'k'.repeat(300) });
    }
    free = 1e9;
    await monitor.look();
    await knex('entries').insert({ id: '2', text: 'small' });
  });

  it('makes no difference to transactions that the caller takes back', async () => {
    await expect(
      knex.transaction(async tx => {
        await tx('entries').insert({ id: '2', text: 'gone' });
        throw new Error('changed my mind');
      }),
    ).rejects.toThrow('changed my mind');
    await expect(knex('entries').select()).resolves.toHaveLength(1);
  });

  it('says so when the file cannot be opened', async () => {
    const other = knexFactory({
      client: 'better-sqlite3',
      connection: { filename: join(directory, 'missing/b.sqlite') },
      useNullAsDefault: true,
    });
    guardDatabase(other, {
      plugin: 'b',
      monitor,
      logger: mockServices.logger.mock(),
    });
    const refusal = await other('entries')
      .select()
      .catch(error => error);
    expect(refusal).toBeInstanceOf(ServiceUnavailableError);
    expect(refusal.message).toMatch(/cannot be opened/);
    expect(refusal.message).not.toContain(directory);
    await other.destroy();
  });
});
