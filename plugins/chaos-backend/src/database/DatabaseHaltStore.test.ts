import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseHaltStore } from './DatabaseHaltStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const [FIRST, SECOND, THIRD] = [1, 2, 3].map(
  hour => `2026-01-02T0${hour}:00:00.000Z`,
);

describe.each(databases.eachSupportedId())('halts on %s', id => {
  async function create() {
    const knex = await databases.init(id);
    return () =>
      DatabaseHaltStore.create({ database: mockServices.database({ knex }) });
  }

  it('holds until it is lifted, for all replicas', async () => {
    const replica = await create();
    const store = await replica();
    expect(await store.read()).toEqual({ halted: false });
    await store.halt('user:default/a', FIRST, 'trouble');
    expect(await (await replica()).read()).toEqual({
      halted: true,
      by: 'user:default/a',
      at: FIRST,
      reason: 'trouble',
    });
    await store.stopped(FIRST, 3);
    expect(await store.read()).toMatchObject({ stopped: 3 });
    await store.lift('user:default/b', SECOND);
    expect(await store.read()).toEqual({ halted: false });
  });

  it('a later halt takes the place of the first, and one lift ends both', async () => {
    const store = await (await create())();
    await store.halt('user:default/a', FIRST, 'one');
    await store.halt('user:default/b', SECOND, 'two');
    expect(await store.read()).toMatchObject({ reason: 'two' });
    await store.lift('user:default/c', THIRD);
    expect(await store.read()).toEqual({ halted: false });
  });

  it('two at the same time: one holds', async () => {
    const store = await (await create())();
    await Promise.all([
      store.halt('user:default/a', FIRST, 'one'),
      store.halt('user:default/b', FIRST, 'two'),
    ]);
    expect(await store.read()).toMatchObject({ halted: true, at: FIRST });
  });
});
