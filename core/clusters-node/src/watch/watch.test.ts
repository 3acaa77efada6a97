import { UNDECLARED_CLUSTER } from '../config/schema';
import { CannedAnswer, FakeApiServer } from '../__testUtils__/fakeApiServer';
import {
  definition,
  eventually,
  Harness,
  isList,
  isWatch,
  names,
  rollout,
  ROLLOUTS,
  state,
} from '../__testUtils__/harness';

jest.setTimeout(120_000);

describe('a watch', () => {
  let harness: Harness;
  let server: FakeApiServer;

  beforeEach(async () => {
    harness = new Harness();
    server = harness.server;
    await harness.start();
  });

  afterEach(async () => {
    await harness.stop();
  });

  it('lists in pages, then follows the watch', async () => {
    server.pageSize = 2;
    ['a', 'b', 'c', 'd', 'e'].forEach(name =>
      server.put(ROLLOUTS, rollout(name)),
    );
    const { cache, events } = await harness.watching();
    expect(names(cache)).toEqual(['a', 'b', 'c', 'd', 'e']);
    await eventually(() => server.openWatches, 2);

    server.put(ROLLOUTS, rollout('a'));
    server.remove(ROLLOUTS, 'ecommerce', 'b');
    await eventually(() => names(cache), ['c', 'd', 'e', 'a']);
    expect(events.map(({ type }) => type)).toEqual([
      'freshness',
      'sync',
      'freshness',
      'upsert',
      'remove',
    ]);
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(3);
  });

  it('starts the list again when its continue token has expired', async () => {
    server.pageSize = 1;
    server.put(ROLLOUTS, rollout('a'));
    server.put(ROLLOUTS, rollout('b'));
    server.override(
      url => url.searchParams.has('continue'),
      { status: 410, body: { kind: 'Status', code: 410 } },
      1,
    );
    const { cache } = await harness.watching();
    expect(names(cache)).toEqual(['a', 'b']);
  });

  it('resumes from a bookmark after the watch ended, without a new list', async () => {
    const { cache } = await harness.watching();
    await eventually(() => server.openWatches, 2);
    server.bookmark();
    server.compact();
    server.endWatches();
    await eventually(() => server.openWatches, 2);
    server.put(ROLLOUTS, rollout('late'));
    await eventually(() => names(cache), ['late']);
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(1);
    expect(state(cache)).toBe('live');
  });

  it('lists again after 410 and reports what changed meanwhile', async () => {
    server.put(ROLLOUTS, rollout('stays'));
    server.put(ROLLOUTS, rollout('goes'));
    const { cache, events } = await harness.watching();
    await eventually(() => server.openWatches, 2);
    server.cutConnections();
    server.remove(ROLLOUTS, 'ecommerce', 'goes');
    server.put(ROLLOUTS, rollout('comes'));
    server.compact();
    events.length = 0;
    await eventually(() => names(cache), ['stays', 'comes']);
    expect(events.filter(({ type }) => type !== 'freshness')).toMatchObject([
      { type: 'remove', object: { metadata: { name: 'goes' } } },
      { type: 'upsert', object: { metadata: { name: 'comes' } } },
      { type: 'sync' },
    ]);
  });

  it('lists again when the watch itself answers 410', async () => {
    server.override(isWatch, { status: 410 }, 1);
    const { cache } = await harness.watching();
    await eventually(() => state(cache), 'live');
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(2);
  });

  it('loses nothing when the connection is cut in the middle of a line', async () => {
    const { cache } = await harness.watching();
    await eventually(() => server.openWatches, 2);
    server.sendRaw(Buffer.from('{"type":"ADDED","object":{"meta'));
    server.cutConnections();
    server.put(ROLLOUTS, rollout('after-cut'));
    await eventually(() => names(cache), ['after-cut']);
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(1);
  });

  it('is stale while the cluster is down and recovers by itself', async () => {
    server.put(ROLLOUTS, rollout('a'));
    const { cache } = await harness.watching();
    await eventually(() => state(cache), 'live');
    const up = Date.now();
    await server.stop();
    await eventually(() => state(cache), 'stale');
    const [{ since, reason }] = cache.freshness();
    // Not before it was last seen up, and not later than it was seen stale.
    expect(Date.parse(since)).toBeGreaterThanOrEqual(up);
    expect(Date.parse(since)).toBeLessThanOrEqual(Date.now());
    expect(reason).toBe(
      'Cluster gke-prod cannot be reached: the connection is refused',
    );
    expect(names(cache)).toEqual(['a']);

    await server.start();
    await eventually(() => state(cache), 'live');
    expect(cache.freshness()[0].reason).toBeUndefined();
  });

  it('counts a silent connection as dead', async () => {
    const { cache } = await harness.watching({
      timings: { watchSeconds: [0, 0], idleGraceMs: 400 },
    });
    await eventually(() => state(cache), 'live');
    const watches = () =>
      server.requests.filter(({ url }) => isWatch(url)).length;
    const before = watches();
    await eventually(() => watches() > before, true);
    expect(state(cache)).toBe('live');
  });

  it('counts a connection that stops sending bookmarks as dead', async () => {
    const { cache } = await harness.watching({
      timings: { bookmarkSilenceMs: 200 },
    });
    await eventually(() => state(cache), 'live');
    await eventually(() => server.openWatches, 2);
    const watches = () =>
      server.requests.filter(({ url }) => isWatch(url)).length;
    await new Promise(resolve => setTimeout(resolve, 400));
    expect(watches()).toBe(1);
    server.bookmark();
    await eventually(watches, 2);
    server.put(ROLLOUTS, rollout('after-silence'));
    await eventually(() => names(cache), ['after-silence']);
  });

  it('asks a silent cluster, and is stale while a frozen one does not answer', async () => {
    server.put(ROLLOUTS, rollout('a'));
    const { cache } = await harness.watching({
      timings: { pulse: { silenceMs: 50, answerMs: 2_000 } },
    });
    await eventually(() => server.openWatches, 2);
    const asked = () =>
      server.requests.filter(({ url }) => url.pathname === '/version').length;
    await eventually(() => asked() > 1, true);
    await eventually(() => state(cache), 'live');

    server.freeze();
    await eventually(() => state(cache), 'stale');
    const [{ since, reason }] = cache.freshness();
    expect(reason).toBe('Cluster gke-prod cannot be reached: it went silent');
    // Since it was last heard of: before two answers stayed away.
    expect(Date.now() - Date.parse(since)).toBeGreaterThan(3_900);
    expect(names(cache)).toEqual(['a']);

    server.thaw();
    await eventually(() => state(cache), 'live');
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(1);
  });

  it('says refused with verb and resource, and recovers', async () => {
    server.override(isList, { status: 403, body: { kind: 'Status' } });
    const { cache } = await harness.watching();
    expect(cache.freshness()).toMatchObject([
      {
        cluster: 'gke-prod',
        resource: 'rollouts.argoproj.io',
        state: 'refused',
        reason:
          'RBAC does not let the portal list rollouts.argoproj.io in cluster gke-prod',
      },
    ]);
    server.clearOverrides();
    await eventually(() => state(cache), 'live');
  });

  it('watches by namespace where the whole cluster is forbidden', async () => {
    server.put(ROLLOUTS, rollout('mine', 'ecommerce'));
    server.put(ROLLOUTS, rollout('other', 'secret-project'));
    server.override(url => url.pathname === ROLLOUTS, { status: 403 });
    const { cache, events } = await harness.watching({
      settings: {
        clusters: new Map([
          [
            'gke-prod',
            { ...UNDECLARED_CLUSTER, watchNamespaces: ['ecommerce'] },
          ],
        ]),
      },
    });
    expect(names(cache)).toEqual(['mine']);
    await eventually(() => state(cache), 'live');
    expect(
      events.flatMap(event =>
        event.type === 'freshness' ? event.freshness.state : [],
      ),
    ).not.toContain('refused');
  });

  it('says that credentials are refused also where namespaces are named', async () => {
    server.override(isList, { status: 401, body: { kind: 'Status' } });
    const { cache } = await harness.watching({
      settings: {
        clusters: new Map([
          [
            'gke-prod',
            { ...UNDECLARED_CLUSTER, watchNamespaces: ['ecommerce'] },
          ],
        ]),
      },
    });
    expect(cache.freshness()).toMatchObject([
      {
        state: 'refused',
        reason:
          "Cluster gke-prod: the API server does not accept the portal's credentials",
      },
    ]);
    server.clearOverrides();
    await eventually(() => state(cache), 'live');
  });

  it('notices when a missing kind is installed, and when it goes away', async () => {
    server.uninstall(ROLLOUTS);
    const { cache } = await harness.watching();
    expect(state(cache)).toBe('not-installed');
    server.install(ROLLOUTS);
    server.put(ROLLOUTS, rollout('first'));
    await eventually(() => names(cache), ['first']);
    // The list is there a moment before its watch is open: only then does a later 404 say something new.
    await eventually(() => state(cache), 'live');
    server.uninstall(ROLLOUTS);
    await eventually(() => state(cache), 'not-installed');
    expect(names(cache)).toEqual([]);
  });

  it('asks for missing kinds of a group in turns, and for all when one is there', async () => {
    const group = 'chaos.test';
    const plurals = ['as', 'bs', 'cs', 'ds', 'es', 'fs', 'gs', 'hs'];
    const pathOf = (plural: string) => `/apis/${group}/v1/${plural}`;
    const gapMs = 100;
    const clusters = harness.create({
      timings: { notInstalledRetryMs: [gapMs, gapMs * 1.5] },
    });
    const startedAt = performance.now();
    harness.connect(clusters);
    const caches = plurals.map(plural =>
      clusters.watch({
        ...definition,
        resource: { group, version: 'v1', plural, kind: plural },
      }),
    );
    await Promise.all(caches.map(cache => cache.ready()));
    await new Promise(resolve => setTimeout(resolve, 10 * gapMs));
    const asked = server.requests.filter(({ url }) =>
      url.pathname.startsWith(`/apis/${group}/`),
    );
    const gaps = (performance.now() - startedAt) / gapMs;
    // Each kind once at the start, then one of them in each gap.
    expect(asked.length).toBeLessThanOrEqual(plurals.length + gaps + 1);
    expect(asked.length).toBeGreaterThan(plurals.length);

    plurals.forEach(plural => server.install(pathOf(plural)));
    await eventually(
      () => caches.map(state),
      plurals.map(() => 'live'),
    );
  });

  it.each<[string, CannedAnswer]>([
    ['not-installed', { status: 404, body: { kind: 'Status' } }],
    ['unreachable', { status: 500 }],
  ])(
    'is never %s with data: it is read until its watch is open',
    async (first, answer) => {
      server.put(ROLLOUTS, rollout('a'));
      server.override(isList, answer);
      const { cache } = await harness.watching();
      expect(state(cache)).toBe(first);
      const seen = new Set<string>();
      cache.subscribe(() => {
        if (cache.list().length > 0) seen.add(state(cache));
      });
      server.clearOverrides();
      await eventually(() => state(cache), 'live');
      expect([...seen]).toEqual(['connecting', 'live']);
    },
  );

  it('waits as long as an overloaded server asks', async () => {
    server.override(
      isList,
      { status: 429, headers: { 'retry-after': '1' } },
      1,
    );
    const startedAt = Date.now();
    const { cache } = await harness.watching();
    expect(cache.freshness()).toMatchObject([
      {
        state: 'unreachable',
        reason: 'Cluster gke-prod: the API server is starting or overloaded',
      },
    ]);
    await eventually(() => state(cache), 'live');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('ends every watch at shutdown', async () => {
    await harness.watching();
    await eventually(() => server.openWatches, 2);
    await harness.shutDown();
    await eventually(() => server.openWatches, 0);
    const asked = server.requests.length;
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(server.requests).toHaveLength(asked);
  });
});
