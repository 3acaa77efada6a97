import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DatabaseHaltStore } from './DatabaseHaltStore';
import { NewHalt } from './HaltStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const [FIRST, SECOND, THIRD] = [1, 2, 3].map(
  hour => `2026-01-02T0${hour}:00:00.000Z`,
);

const LEASE = { owner: 'this one', until: new Date(FIRST) };
const halt = (user: string, at: string, reason: string): NewHalt => ({
  actor: {
    userEntityRef: user,
    ownershipEntityRefs: [user, 'group:default/platform'],
  },
  at,
  reason,
  targets: [
    {
      cluster: 'gke',
      kind: 'NetworkChaos',
      namespace: 'shop',
      name: 'slow',
      uid: 'uid-slow',
    },
  ],
});

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
    await store.halt(halt('user:default/a', FIRST, 'trouble'), LEASE);
    expect(await (await replica()).read()).toEqual({
      halted: true,
      by: 'user:default/a',
      at: FIRST,
      reason: 'trouble',
      stopping: true,
    });
    expect(await store.finished(FIRST, { stopped: 3, left: [] })).toBe(true);
    const carriedOut = await store.read();
    expect(carriedOut).toMatchObject({ stopped: 3 });
    expect(carriedOut).not.toHaveProperty('stopping');
    expect(carriedOut).not.toHaveProperty('left');
    await store.lift('user:default/b', SECOND);
    expect(await store.read()).toEqual({ halted: false });
  });

  it('a later halt takes the place of the first, and one lift ends both', async () => {
    const store = await (await create())();
    await store.halt(halt('user:default/a', FIRST, 'one'), LEASE);
    await store.halt(halt('user:default/b', SECOND, 'two'), LEASE);
    expect(await store.read()).toMatchObject({ reason: 'two' });
    await store.lift('user:default/c', THIRD);
    expect(await store.read()).toEqual({ halted: false });
  });

  it('two at the same time: one holds', async () => {
    const store = await (await create())();
    await Promise.all([
      store.halt(halt('user:default/a', FIRST, 'one'), LEASE),
      store.halt(halt('user:default/b', FIRST, 'two'), LEASE),
    ]);
    expect(await store.read()).toMatchObject({ halted: true, at: FIRST });
  });

  it('one that was not carried out is given to the first who asks, when its lease is over', async () => {
    const replica = await create();
    const store = await replica();
    const asked = halt('user:default/a', FIRST, 'trouble');
    await store.halt(asked, { owner: 'killed', until: new Date(SECOND) });
    const claim = (owner: string, now: string, until = THIRD) =>
      store.claimUnfinished({
        owner,
        until: new Date(until),
        now: new Date(now),
      });
    expect(await claim('early', FIRST)).toBeUndefined();
    await store.renew(FIRST, { owner: 'another', until: new Date(FIRST) });
    expect(await claim('early', FIRST)).toBeUndefined();

    const later = '2026-01-02T02:30:00.000Z';
    const claims = await Promise.all([
      claim('one', later),
      claim('two', later),
    ]);
    expect(claims.filter(Boolean)).toEqual([asked]);

    const left = ['NetworkChaos gke/shop/slow: RBAC refuses'];
    expect(await store.finished(FIRST, { stopped: 0, left })).toBe(true);
    expect(await store.finished(FIRST, { stopped: 9, left: [] })).toBe(false);
    expect(await store.read()).toMatchObject({ stopped: 0, left });
    expect(await claim('late', '2026-01-03T00:00:00.000Z')).toBeUndefined();
  });

  it('one that was lifted, or has another after it, is nobody’s', async () => {
    const store = await (await create())();
    const claim = () =>
      store.claimUnfinished({
        owner: 'next',
        until: new Date(THIRD),
        now: new Date(SECOND),
      });
    await store.halt(halt('user:default/a', FIRST, 'one'), LEASE);
    await store.halt(halt('user:default/b', SECOND, 'two'), LEASE);
    expect(await claim()).toMatchObject({ at: SECOND });
    await store.finished(SECOND, { stopped: 1, left: [] });
    expect(await claim()).toBeUndefined();
    await store.lift('user:default/b', THIRD);
    expect(await claim()).toBeUndefined();
  });
});
