import { existsSync, readFileSync } from 'node:fs';
import {
  coreServices,
  createBackendPlugin,
  DatabaseService,
} from '@backstage/backend-plugin-api';
import {
  createMockDirectory,
  mockServices,
  startTestBackend,
  TestBackend,
} from '@backstage/backend-test-utils';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import storage from '.';
import type { Knex } from 'knex';
import { describeStartFailure } from '../startFailure';

// A bound, no verdict on speed: one test waits for a process that does not end.
jest.setTimeout(120_000);

/** Enough pages that there is a middle to damage. */
const ROWS = Array.from({ length: 500 }, (_, id) => ({
  id,
  text: 'x'.repeat(200),
}));

async function fill(client: Knex): Promise<void> {
  if (await client.schema.hasTable('entries')) return;
  await client.schema.createTable('entries', table => {
    table.integer('id').primary();
    table.text('text');
  });
  await client.batchInsert('entries', ROWS, 100);
}

const databaseConfig = (connection: string | { directory: string }) => ({
  backend: { database: { client: 'better-sqlite3', connection } },
});

describe('the files of the databases', () => {
  const directory = createMockDirectory();
  const file = () => directory.resolve('db/activity.sqlite');
  const running: TestBackend[] = [];

  beforeEach(() => directory.clear());
  afterEach(async () => {
    for (const backend of running.splice(0)) await backend.stop();
  });

  /** Starts a backend whose plugin `activity` uses its database; gives what it uses. */
  async function start(
    connection: string | { directory: string } = {
      directory: directory.resolve('db'),
    },
  ): Promise<DatabaseService> {
    let found: DatabaseService | undefined;
    const backend = await startTestBackend({
      features: [
        storage,
        mockServices.rootConfig.factory({
          data: databaseConfig(connection),
        }),
        createBackendPlugin({
          pluginId: 'activity',
          register(env) {
            env.registerInit({
              deps: { database: coreServices.database },
              async init({ database }) {
                found = database;
                await fill(await database.getClient());
              },
            });
          },
        }),
      ],
    });
    running.push(backend);
    if (!found) throw new Error('The plugin has not started.');
    return found;
  }

  /** The file as another process leaves it. */
  async function makeFile(): Promise<Buffer> {
    const client = await DatabaseManager.fromConfig(
      new ConfigReader(databaseConfig({ directory: directory.resolve('db') })),
    )
      .forPlugin('activity', {
        lifecycle: mockServices.lifecycle.mock(),
        logger: mockServices.logger.mock(),
      })
      .getClient();
    await fill(client);
    await client.destroy();
    return readFileSync(file());
  }

  const refusal = async () =>
    describeStartFailure(await start().catch((error: unknown) => error));

  it('gives one client for a plugin, and keeps what is in its file', async () => {
    const database = await start();
    const client = await database.getClient();
    expect(await database.getClient()).toBe(client);
    expect(await client('entries').where({ id: 499 })).toHaveLength(1);
    expect(existsSync(file())).toBe(true);
  });

  it('keeps the journal beside its file, so that a full disk can take one', async () => {
    await start();
    expect(existsSync(`${file()}-journal`)).toBe(true);
  });

  it('leaves a database in memory alone', async () => {
    const client = await (await start(':memory:')).getClient();
    expect(await client('entries').where({ id: 1 })).toHaveLength(1);
  });

  it.each<[string, (bytes: Buffer) => Buffer, string]>([
    ['text', () => Buffer.from('hello '.repeat(1000)), 'is no SQLite database'],
    [
      'zeros in the middle',
      bytes => bytes.fill(0, bytes.length / 2, bytes.length / 2 + 8192),
      'is damaged',
    ],
    ['half of it', bytes => bytes.subarray(0, bytes.length / 2), 'is damaged'],
    ['a header of noise', bytes => bytes.fill(7, 0, 100), 'is no SQLite'],
  ])('names the file and what to do: %s', async (_, damage, what) => {
    const bytes = await makeFile();
    directory.setContent({ 'db/activity.sqlite': damage(bytes) });
    const words = await refusal();
    expect(words).toContain(
      `The database file ${file()} of plugin activity ${what}`,
    );
    expect(words).toContain(`mv '${file()}' '${file()}.damaged'`);
    expect(words).toContain('The history of actions in it is lost');
    expect(words.split('\n')).toHaveLength(1);
  });

  it('names a file that is a folder', async () => {
    directory.setContent({ 'db/activity.sqlite': { x: '' } });
    expect(await refusal()).toContain(
      `The database file ${file()} of plugin activity cannot be opened`,
    );
  });

  it('refuses a directory that another process holds, and names the process', async () => {
    directory.setContent({ 'db/lock.json': '' });
    await start();
    const { pid } = JSON.parse(
      readFileSync(directory.resolve('db/lock.json'), 'utf8'),
    );
    expect(pid).toBe(process.pid);
    expect(await refusal()).toBe(
      `The databases in ${directory.resolve(
        'db',
      )} are in use by process ${pid}. End it (kill ${pid}) and start again, or set backend.database.connection.directory to another folder.`,
    );
  });
});
