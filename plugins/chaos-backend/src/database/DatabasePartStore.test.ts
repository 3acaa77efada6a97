import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { DatabasePartStore } from './DatabasePartStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });
const PART = {
  id: 'run-1/fault',
  ref: 'gke/shop/NetworkChaos/slow-1',
  startedBy: {
    userEntityRef: 'user:default/olga',
    ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
  },
};

describe.each(databases.eachSupportedId())('parts on %s', id => {
  const create = async () =>
    DatabasePartStore.create({
      database: mockServices.database({ knex: await databases.init(id) }),
    });

  it('keeps a part from its claim to its end', async () => {
    const store = await create();
    await store.claim(PART);
    await store.claim({
      ...PART,
      startedBy: { ...PART.startedBy, userEntityRef: 'user:default/x' },
    });
    expect(await store.byId(PART.id)).toEqual({
      ...PART,
      launched: false,
      memory: { finished: false },
    });
    expect(await store.live()).toEqual([]);
    await store.seen(PART.id, { effectiveAt: '2026-01-01T00:00:00Z' });
    await store.stopping(PART.id, 'first');
    await store.stopping(PART.id, 'second');
    expect(await store.live()).toEqual([{ id: PART.id, ref: PART.ref }]);
    await store.gone(PART.id, '2026-01-01T00:01:00Z');
    await store.gone(PART.id, '2026-01-01T00:02:00Z');
    expect(await store.byRef(PART.ref)).toEqual({
      ...PART,
      launched: true,
      memory: {
        effectiveAt: '2026-01-01T00:00:00Z',
        stopReason: 'first',
        finished: false,
      },
      goneAt: '2026-01-01T00:01:00Z',
    });
    expect(await store.live()).toEqual([]);
  });

  it('finds what is old, and deletes it', async () => {
    const store = await create();
    const before = new Date(Date.now() - 1_000).toISOString();
    await store.claim(PART);
    expect(await store.claimedBefore(before)).toEqual([]);
    const after = new Date(Date.now() + 1_000).toISOString();
    expect(await store.claimedBefore(after)).toEqual([
      { id: PART.id, ref: PART.ref },
    ]);
    await store.seen(PART.id, {});
    await store.delete(PART.id);
    expect(await store.byId(PART.id)).toBeUndefined();
    expect(await store.claimedBefore(after)).toEqual([]);
  });

  it('forgets only what was not launched', async () => {
    const store = await create();
    await store.claim(PART);
    await store.release(PART.id);
    expect(await store.byId(PART.id)).toBeUndefined();
    await store.claim(PART);
    await store.seen(PART.id, {});
    await store.release(PART.id);
    expect(await store.byId(PART.id)).toMatchObject({ launched: true });
  });
});
