import { resolvePackagePath } from '@backstage/backend-plugin-api';
import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { InputError } from '@backstage/errors';
import {
  userActivity,
  platformActivity,
  TARGET,
} from '../__testUtils__/activities';
import { DatabaseActivityStore } from './DatabaseActivityStore';

const MIGRATIONS = resolvePackagePath(
  '@slipway/plugin-activity-backend',
  'migrations',
);

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

describe.each(databases.eachSupportedId())('activity store on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const clock = { now: new Date('2026-01-02T03:00:00.000Z') };
    const create = () =>
      DatabaseActivityStore.create({
        database: mockServices.database({ knex }),
        now: () => clock.now,
      });
    return { knex, clock, create, store: await create() };
  }

  it('reads and ends what an earlier version keeps of users', async () => {
    const { knex, store } = await setUp();
    const { id: entry } = await store.begin(userActivity());
    await knex('entries').update({ source: 'person' });
    expect((await store.list({ source: 'user' })).items).toMatchObject([
      { id: entry, source: 'user' },
    ]);
    const ended = await store.finish(entry, 'rollouts', {
      outcome: 'succeeded',
    });
    expect(ended).toMatchObject({ source: 'user', outcome: 'succeeded' });
  });

  it('takes over what an earlier version kept of users', async () => {
    const { knex, store } = await setUp();
    await store.begin(userActivity());
    await knex.migrate.down({ directory: MIGRATIONS });
    expect(await knex('entries').select('source')).toEqual([
      { source: 'person' },
    ]);
    await knex.migrate.latest({ directory: MIGRATIONS });
    expect(await knex('entries').select('source')).toEqual([
      { source: 'user' },
    ]);
  });

  it('keeps an action from its start to its end', async () => {
    const { store, clock } = await setUp();
    const started = await store.begin(userActivity());
    expect(started).toMatchObject({
      at: '2026-01-02T03:00:00.000Z',
      outcome: 'started',
      severity: 'info',
    });
    expect((await store.list({})).items).toEqual([started]);

    clock.now = new Date('2026-01-02T03:00:02.000Z');
    const ended = await store.finish(started.id, 'rollouts', {
      outcome: 'failed',
      error: 'it changed since you looked',
      after: { step: 4 },
    });
    expect(ended).toEqual({
      ...started,
      outcome: 'failed',
      error: 'it changed since you looked',
      after: { step: 4 },
      finishedAt: '2026-01-02T03:00:02.000Z',
    });
    expect((await store.list({})).items).toEqual([ended]);
  });

  it('does not end twice, nor what it has not, nor for another plugin', async () => {
    const { store } = await setUp();
    const { id: entry } = await store.begin(userActivity());
    expect(
      await store.finish(entry, 'chaos', { outcome: 'failed' }),
    ).toBeUndefined();
    await store.finish(entry, 'rollouts', { outcome: 'succeeded' });
    expect(
      await store.finish(entry, 'rollouts', { outcome: 'failed', error: 'x' }),
    ).toMatchObject({ outcome: 'succeeded' });
    expect(
      await store.finish('nothing', 'rollouts', { outcome: 'succeeded' }),
    ).toBeUndefined();
  });

  it('gives a platform event to one of many that claim it at once', async () => {
    const { create } = await setUp();
    const replicas = await Promise.all([create(), create(), create()]);
    const claims = await Promise.all(
      Array.from({ length: 12 }, (_, n) =>
        replicas[n % 3].claim(platformActivity()),
      ),
    );
    expect(claims.filter(Boolean)).toHaveLength(1);
    expect(await replicas[0].claim(platformActivity({ key: 'other' }))).toBe(
      true,
    );
    expect(await replicas[0].claim(platformActivity({ plugin: 'chaos' }))).toBe(
      true,
    );
    expect((await replicas[0].list({})).items).toHaveLength(3);
  });

  it('brings times of platforms to one form', async () => {
    const { store } = await setUp();
    await store.claim(platformActivity({ at: '2026-01-02T04:04:05+01:00' }));
    const [entry] = (await store.list({})).items;
    expect(entry.at).toBe('2026-01-02T03:04:05.000Z');
    expect(entry).not.toHaveProperty('actor');
  });

  it('pages through everything once, newest first, also within one moment', async () => {
    const { store, clock } = await setUp();
    const expected: string[] = [];
    for (let n = 0; n < 23; n++) {
      // Three entries share each moment.
      clock.now = new Date(Date.UTC(2026, 0, 1, 0, Math.floor(n / 3)));
      expected.push((await store.begin(userActivity())).id);
    }
    const got: Array<{ id: string; at: string }> = [];
    let cursor: string | undefined;
    let pages = 0;
    do {
      const page = await store.list({ limit: 5, cursor });
      expect(page.items.length).toBeLessThanOrEqual(5);
      got.push(...page.items);
      cursor = page.nextCursor;
      pages += 1;
    } while (cursor);
    expect(pages).toBe(5);
    expect(got.map(entry => entry.id).sort()).toEqual(expected.sort());
    const times = got.map(entry => entry.at);
    expect(times).toEqual([...times].sort().reverse());
  });

  it('gives no next page when the last one is full', async () => {
    const { store } = await setUp();
    await store.begin(userActivity());
    await store.begin(userActivity());
    expect((await store.list({ limit: 2 })).nextCursor).toBeUndefined();
  });

  it('refuses a cursor that it did not give', async () => {
    const { store } = await setUp();
    const texts = ["' or 1=1", '2026-01-02T03:00:00.000Z a\0'].map(text =>
      Buffer.from(text).toString('base64url'),
    );
    for (const cursor of ['x', ...texts]) {
      await expect(store.list({ cursor })).rejects.toThrow(InputError);
    }
  });

  it('filters by each field, all together', async () => {
    const { store, clock } = await setUp();
    await store.begin(userActivity());
    clock.now = new Date('2026-01-03T00:00:00.000Z');
    await store.begin(
      userActivity({
        actor: 'user:default/omar',
        target: { ...TARGET, name: 'cart-service', cluster: 'eks-prod' },
      }),
    );
    await store.claim(platformActivity());
    const count = async (query: Parameters<typeof store.list>[0]) =>
      (await store.list(query)).items.length;

    expect(await count({})).toBe(3);
    expect(await count({ cluster: 'gke-prod' })).toBe(2);
    expect(await count({ name: 'cart-service' })).toBe(1);
    expect(await count({ kind: 'Deployment' })).toBe(0);
    expect(await count({ namespace: 'ecommerce' })).toBe(3);
    expect(await count({ actor: 'user:default/omar' })).toBe(1);
    expect(await count({ source: 'platform' })).toBe(1);
    expect(await count({ source: 'user', cluster: 'gke-prod' })).toBe(1);
    expect(await count({ entityRef: 'component:default/order-service' })).toBe(
      1,
    );
    expect(await count({ plugin: 'rollouts' })).toBe(3);
    expect(await count({ plugin: 'chaos' })).toBe(0);
    expect(await count({ since: '2026-01-02T03:04:05Z' })).toBe(2);
    expect(await count({ until: '2026-01-02T03:04:05Z' })).toBe(2);
    expect(await count({ until: '2026-01-02T02:59:59Z' })).toBe(0);
  });

  it('marks what never ended as unknown, and takes a late end', async () => {
    const { store, clock } = await setUp();
    const lost = await store.begin(userActivity());
    const done = await store.begin(userActivity());
    await store.finish(done.id, 'rollouts', { outcome: 'succeeded' });
    clock.now = new Date('2026-01-02T03:04:00.000Z');
    const running = await store.begin(userActivity());
    clock.now = new Date('2026-01-02T03:06:00.000Z');
    expect(
      await store.markUnfinished(new Date('2026-01-02T03:01:00.000Z')),
    ).toBe(1);
    const outcomes = Object.fromEntries(
      (await store.list({})).items.map(entry => [entry.id, entry.outcome]),
    );
    expect(outcomes).toEqual({
      [lost.id]: 'unknown',
      [done.id]: 'succeeded',
      [running.id]: 'started',
    });
    expect(
      await store.finish(lost.id, 'rollouts', { outcome: 'succeeded' }),
    ).toMatchObject({ outcome: 'succeeded' });
  });

  it('deletes what is past its time, however much', async () => {
    const { store, clock, knex } = await setUp();
    const old = await store.begin(userActivity());
    const [row] = await knex('entries').where({ id: old.id });
    const rows = Array.from({ length: 1200 }, (_, n) => ({
      ...row,
      id: `old-${n}`,
    }));
    await knex.batchInsert('entries', rows, 40);
    clock.now = new Date('2026-01-05T00:00:00.000Z');
    const kept = await store.begin(userActivity());
    expect(await store.deleteBefore(new Date('2026-01-04T00:00:00Z'))).toBe(
      1201,
    );
    expect(await store.count()).toBe(1);
    expect((await store.list({})).items).toEqual([kept]);
  });

  it('can be taken back', async () => {
    const { knex } = await setUp();
    await knex.migrate.rollback({ directory: MIGRATIONS }, true);
    expect(await knex.schema.hasTable('entries')).toBe(false);
  });
});
