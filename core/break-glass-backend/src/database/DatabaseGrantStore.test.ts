import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseGrantStore } from './DatabaseGrantStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const OPENED = '2026-01-02T13:00:00.000Z';
const UNTIL = '2026-01-02T14:00:00.000Z';
const DURING = new Date('2026-01-02T13:30:00.000Z');
const GRANT = {
  id: 'grant-1',
  userEntityRef: 'user:default/nora',
  entityRef: 'component:default/order-service',
  reason: 'Errors of 40 %',
  openedAt: OPENED,
  until: UNTIL,
};

describe.each(databases.eachSupportedId())('grants on %s', id => {
  async function setUp() {
    const knex = await databases.init(id);
    const create = () =>
      DatabaseGrantStore.create({ database: mockServices.database({ knex }) });
    return { knex, create, store: await create() };
  }

  it('a grant is open until its time, without anything that ends it', async () => {
    const { store } = await setUp();
    expect(await store.open(GRANT)).toEqual({ opened: true, grant: GRANT });
    const open = async (at: string) =>
      (await store.listOpen({}, new Date(at))).map(grant => grant.id);
    expect(await open('2026-01-02T13:59:59.999Z')).toEqual(['grant-1']);
    expect(await open(UNTIL)).toEqual([]);
    expect(await store.find('grant-1', DURING)).toEqual(GRANT);
    expect(await store.find('grant-1', new Date(UNTIL))).toBeUndefined();
  });

  it('gives one of many that are asked for at once', async () => {
    const { create } = await setUp();
    const replicas = await Promise.all([create(), create(), create()]);
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        replicas[n % 3].open({ ...GRANT, id: `grant-${n}` }),
      ),
    );
    const [winner, ...others] = answers.filter(({ opened }) => opened);
    expect(others).toEqual([]);
    expect(new Set(answers.map(({ grant }) => grant.id))).toEqual(
      new Set([winner.grant.id]),
    );
    expect(await replicas[0].listOpen({}, DURING)).toHaveLength(1);
  });

  it('another user, another entity, and the time after it are open to grants', async () => {
    const { store } = await setUp();
    await store.open(GRANT);
    const other = { ...GRANT, id: 'grant-2', userEntityRef: 'user:default/x' };
    const third = { ...GRANT, id: 'grant-3', entityRef: 'component:default/x' };
    const later = {
      ...GRANT,
      id: 'grant-4',
      openedAt: UNTIL,
      until: '2026-01-02T15:00:00.000Z',
    };
    expect((await store.open(other)).opened).toBe(true);
    expect((await store.open(third)).opened).toBe(true);
    expect((await store.open(later)).opened).toBe(true);
    const ids = async (filter: Parameters<typeof store.listOpen>[0]) =>
      (await store.listOpen(filter, DURING)).map(grant => grant.id).sort();
    const { userEntityRef, entityRef } = GRANT;
    expect(await ids({ userEntityRef })).toEqual([
      'grant-1',
      'grant-3',
      'grant-4',
    ]);
    expect(await ids({ entityRef })).toEqual(['grant-1', 'grant-2', 'grant-4']);
    expect(await ids({ userEntityRef: 'user:default/x', entityRef })).toEqual([
      'grant-2',
    ]);
    expect(await ids({ userEntityRef: 'user:default/vera' })).toEqual([]);
  });

  it('ends once, and makes room for the next', async () => {
    const { store } = await setUp();
    await store.open(GRANT);
    const ended = await store.end('grant-1', 'user:default/paula', DURING);
    expect(ended).toEqual({
      ...GRANT,
      endedAt: DURING.toISOString(),
      endedBy: 'user:default/paula',
    });
    expect(
      await store.end('grant-1', 'user:default/nora', DURING),
    ).toBeUndefined();
    expect(
      await store.end('nothing', 'user:default/nora', DURING),
    ).toBeUndefined();
    expect(await store.listOpen({}, DURING)).toEqual([]);
    expect((await store.open({ ...GRANT, id: 'grant-2' })).opened).toBe(true);
  });

  it('cannot be ended after its time', async () => {
    const { store } = await setUp();
    await store.open(GRANT);
    expect(
      await store.end('grant-1', 'user:default/nora', new Date(UNTIL)),
    ).toBeUndefined();
  });

  it('can be taken back', async () => {
    const { knex } = await setUp();
    await knex.migrate.down({ directory: `${__dirname}/../../migrations` });
    expect(await knex.schema.hasTable('grants')).toBe(false);
  });
});
