import { mockServices, TestDatabases } from '@backstage/backend-test-utils';
import { NewApproval } from './ApprovalStore';
import { DatabaseApprovalStore } from './DatabaseApprovalStore';

jest.setTimeout(120_000);

const databases = TestDatabases.create({ ids: ['POSTGRES_18', 'SQLITE_3'] });

const OLGA = 'user:default/olga';
const OMAR = 'user:default/omar';
const ASKED_AT = '2026-01-02T12:00:00.000Z';
const DURING = '2026-01-02T12:30:00.000Z';
const UNTIL = '2026-01-02T13:00:00.000Z';
const at = (iso: string) => new Date(iso);

const wanted = (changes: Partial<NewApproval> = {}): NewApproval => ({
  id: 'a',
  asked: {
    plugin: 'chaos',
    action: 'launch',
    entityRef: 'component:default/orders',
    cluster: 'gke',
    namespace: 'shop',
    args: { draft: { ü: [1, null] } },
    state: { hash: 'x' },
    words: 'Kills one pod.',
  },
  digest: 'd',
  needed: 'This is production.',
  requester: OLGA,
  reason: 'Game day',
  approvers: ['group:default/team-orders'],
  path: '/resilience',
  askedAt: ASKED_AT,
  expiresAt: UNTIL,
  ...changes,
});

const allowIt = (id = 'a') => ({
  id,
  to: 'allowed' as const,
  by: OMAR,
  at: DURING,
});
const use = { digest: 'd', requester: OLGA, at: at(DURING), activityId: 'n' };

describe.each(databases.eachSupportedId())('approvals on %s', databaseId => {
  async function setUp() {
    const knex = await databases.init(databaseId);
    const create = () =>
      DatabaseApprovalStore.create({
        database: mockServices.database({ knex }),
      });
    return { knex, create, store: await create() };
  }

  it('keeps all of a request, an answer and its use', async () => {
    const { store } = await setUp();
    const waiting = { ...wanted(), state: 'waiting' };
    expect(await store.open(wanted())).toEqual({
      opened: true,
      approval: waiting,
    });
    expect(await store.find('a')).toEqual(waiting);
    const later = '2026-01-02T16:30:00.000Z';
    expect(
      await store.answer({ ...allowIt(), reason: 'Fine by me' }, later),
    ).toBe(true);
    expect(await store.use('a', use)).toBe(true);
    expect(
      await store.finish('a', { outcome: 'failed', error: 'No such pod' }),
    ).toBe(true);
    expect(await store.finish('a', { outcome: 'succeeded' })).toBe(false);
    expect(await store.find('a')).toEqual({
      ...wanted(),
      expiresAt: later,
      state: 'used',
      answer: { by: OMAR, at: DURING, reason: 'Fine by me' },
      use: {
        at: DURING,
        activityId: 'n',
        outcome: 'failed',
        error: 'No such pod',
      },
    });
    expect(await store.find('b')).toBeUndefined();
  });

  it('keeps one open request for the same of many at once, over replicas', async () => {
    const { create } = await setUp();
    const replicas = await Promise.all([create(), create(), create()]);
    const answers = await Promise.all(
      Array.from({ length: 9 }, (_, n) =>
        replicas[n % 3].open(wanted({ id: `a${n}` })),
      ),
    );
    expect(answers.filter(({ opened }) => opened)).toHaveLength(1);
    expect(new Set(answers.map(({ approval }) => approval.id)).size).toBe(1);
    expect(await replicas[0].countOpen(OLGA, at(DURING))).toBe(1);
    expect(await replicas[0].countOpen(OLGA, at(UNTIL))).toBe(0);
  });

  it.each([
    ['another user', { requester: OMAR }],
    ['another thing', { digest: 'e' }],
    [
      'the time after it',
      { askedAt: UNTIL, expiresAt: '2026-01-02T14:00:00.000Z' },
    ],
  ])('has room for %s', async (_, changes) => {
    const { store } = await setUp();
    await store.open(wanted());
    expect((await store.open(wanted({ id: 'b', ...changes }))).opened).toBe(
      true,
    );
  });

  it('takes one answer of two users at once', async () => {
    const { store } = await setUp();
    await store.open(wanted());
    const answers = await Promise.all([
      store.answer(allowIt(), UNTIL),
      store.answer({
        ...allowIt(),
        to: 'refused',
        by: 'user:default/paula',
        reason: 'Not now',
      }),
      store.answer(allowIt(), UNTIL),
    ]);
    expect(answers.filter(Boolean)).toHaveLength(1);
  });

  it('is used once, by many at once', async () => {
    const { create, store } = await setUp();
    const other = await create();
    await store.open(wanted());
    await store.answer(allowIt(), UNTIL);
    const uses = await Promise.all(
      Array.from({ length: 8 }, (_, n) =>
        (n % 2 ? store : other).use('a', use),
      ),
    );
    expect(uses.filter(Boolean)).toHaveLength(1);
  });

  it.each<[string, Partial<typeof use>]>([
    ['for another thing', { digest: 'e' }],
    ['by somebody else', { requester: OMAR }],
    ['at its end', { at: at(UNTIL) }],
  ])('is not used %s', async (_, changes) => {
    const { store } = await setUp();
    await store.open(wanted());
    await store.answer(allowIt(), UNTIL);
    expect(await store.use('a', { ...use, ...changes })).toBe(false);
    expect(await store.use('a', use)).toBe(true);
  });

  it('is not used before it is allowed, nor after it was refused or withdrawn', async () => {
    const { store } = await setUp();
    await store.open(wanted());
    expect(await store.use('a', use)).toBe(false);
    expect(
      await store.answer({ ...allowIt(), to: 'refused', reason: 'No' }),
    ).toBe(true);
    expect(await store.use('a', use)).toBe(false);
    await store.open(wanted({ id: 'b' }));
    expect(await store.answer(allowIt('b'), UNTIL)).toBe(true);
    expect(
      await store.answer({ ...allowIt('b'), to: 'withdrawn', by: OLGA }),
    ).toBe(true);
    expect(await store.use('b', use)).toBe(false);
    expect((await store.find('b'))?.answer?.by).toBe(OMAR);
    expect((await store.open(wanted({ id: 'c' }))).opened).toBe(true);
  });

  it('runs out, and says so once over replicas', async () => {
    const { create, store } = await setUp();
    const other = await create();
    await store.open(wanted());
    expect(await store.answer({ ...allowIt(), at: UNTIL }, UNTIL)).toBe(false);
    expect(await store.expire(at(DURING))).toEqual([]);
    const warned = await Promise.all(
      [store, other].map(one => one.takeWarnings(at(DURING), at(UNTIL))),
    );
    expect(warned.flat().map(({ id }) => id)).toEqual(['a']);
    expect(await store.takeWarnings(at(DURING), at(UNTIL))).toEqual([]);
    const expired = await Promise.all(
      [store, other].map(one => one.expire(at(UNTIL))),
    );
    expect(expired.flat().map(({ state }) => state)).toEqual(['waiting']);
    expect((await store.find('a'))?.state).toBe('expired');
  });

  it('lists open ones first, then the newest, and filters', async () => {
    const { store } = await setUp();
    await store.open(wanted({ id: 'old' }));
    await store.open(wanted({ id: 'over', digest: 'e', askedAt: DURING }));
    await store.answer({ ...allowIt('over'), to: 'refused', reason: 'No' });
    await store.open(
      wanted({ id: 'omars', digest: 'f', requester: OMAR, askedAt: DURING }),
    );
    const ids = async (filter: Parameters<typeof store.list>[0], limit = 9) =>
      (await store.list(filter, limit)).map(({ id }) => id);
    expect(await ids({})).toEqual(['omars', 'old', 'over']);
    expect(await ids({}, 1)).toEqual(['omars']);
    expect(await ids({ requester: OLGA })).toEqual(['old', 'over']);
    expect(await ids({ states: ['refused'] })).toEqual(['over']);
    expect(await ids({ plugin: 'loadtest' })).toEqual([]);
    expect(
      await ids({ action: 'launch', entityRef: 'component:default/orders' }),
    ).toHaveLength(3);
  });

  it('can be taken back', async () => {
    const { knex } = await setUp();
    await knex.migrate.down({ directory: `${__dirname}/../../migrations` });
    expect(await knex.schema.hasTable('approvals')).toBe(false);
  });
});
