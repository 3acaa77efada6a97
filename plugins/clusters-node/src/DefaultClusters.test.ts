import { mockServices } from '@backstage/backend-test-utils';
import { ClusterDetails } from '@backstage/plugin-kubernetes-node';
import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import { ClustersSettings, UNDECLARED_CLUSTER } from './config/schema';
import { DefaultClusters } from './DefaultClusters';
import { FakeApiServer } from './testing/fakeApiServer';
import { KindCache, KindEvent } from './types';
import { WatchTimings } from './watch/timings';

const ROLLOUTS = '/apis/argoproj.io/v1alpha1/rollouts';
const rollouts: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
const definition = {
  resource: rollouts,
  project: (raw: Record<string, unknown>) => raw as unknown as KubeObject,
};
const timings: WatchTimings = {
  watchSeconds: [300, 600],
  idleGraceMs: 30_000,
  graceMs: 150,
  backoff: { baseMs: 20, capMs: 100 },
  healthyAfterMs: 10_000,
  refusedRetryMs: [40, 60],
  notInstalledRetryMs: [40, 60],
};
const isList = (url: URL) =>
  url.pathname.endsWith('/rollouts') && !url.searchParams.get('watch');
const isWatch = (url: URL) =>
  url.pathname.endsWith('/rollouts') && Boolean(url.searchParams.get('watch'));

function rollout(name: string, namespace = 'ecommerce') {
  return { metadata: { name, namespace } };
}

function detailsOf(name: string, url: string): ClusterDetails {
  return {
    name,
    url,
    authMetadata: { 'kubernetes.io/auth-provider': 'serviceAccount' },
  };
}

/** Waits until a condition holds; fails the test with its last value otherwise. */
async function eventually<T>(read: () => T, expected: unknown): Promise<void> {
  for (let waited = 0; waited < 5_000; waited += 10) {
    try {
      expect(read()).toEqual(expected);
      return;
    } catch {
      await new Promise(resolve => setTimeout(resolve, 10));
    }
  }
  expect(read()).toEqual(expected);
}

describe('DefaultClusters', () => {
  let server: FakeApiServer;
  let shutDowns: Array<() => void | Promise<void>>;

  beforeEach(async () => {
    shutDowns = [];
    server = new FakeApiServer();
    server.install(ROLLOUTS);
    server.install('/api/v1/namespaces');
    await server.start();
  });

  afterEach(async () => {
    await Promise.all(shutDowns.map(hook => hook()));
    await server.stop();
  });

  function create(
    options: {
      settings?: Partial<ClustersSettings>;
      timings?: Partial<WatchTimings>;
      supplyTimeoutMs?: number;
    } = {},
  ) {
    return DefaultClusters.create({
      settings: {
        clusters: new Map(),
        expectSupplier: true,
        ...options.settings,
      },
      logger: mockServices.logger.mock(),
      lifecycle: mockServices.rootLifecycle.mock({
        addShutdownHook: hook => {
          shutDowns.push(hook);
        },
      }),
      timings: { ...timings, ...options.timings },
      supplyTimeoutMs: options.supplyTimeoutMs,
    });
  }

  function connect(
    clusters: DefaultClusters,
    details: ClusterDetails[] = [detailsOf('gke-prod', server.url)],
  ) {
    clusters.connect({ list: async () => details });
    clusters.connect({
      authStrategy: {
        getCredential: async () => ({ type: 'bearer token', token: 't0k3n' }),
      },
    });
  }

  async function watching(options: Parameters<typeof create>[0] = {}) {
    const clusters = create(options);
    connect(clusters);
    const cache = clusters.watch(definition);
    const events: KindEvent<KubeObject>[] = [];
    cache.subscribe(event => events.push(event));
    await cache.ready();
    return { clusters, cache, events };
  }

  const names = (cache: KindCache<KubeObject>) =>
    cache.list().map(({ metadata }) => metadata.name);
  const state = (cache: KindCache<KubeObject>) => cache.freshness()[0]?.state;

  it('lists in pages, then follows the watch', async () => {
    server.pageSize = 2;
    ['a', 'b', 'c', 'd', 'e'].forEach(name =>
      server.put(ROLLOUTS, rollout(name)),
    );
    const { cache, events } = await watching();
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
    const { cache } = await watching();
    expect(names(cache)).toEqual(['a', 'b']);
  });

  it('goes on from a bookmark after the watch ended, without a new list', async () => {
    const { cache } = await watching();
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

  it('lists again after 410 and tells what changed meanwhile', async () => {
    server.put(ROLLOUTS, rollout('stays'));
    server.put(ROLLOUTS, rollout('goes'));
    const { cache, events } = await watching();
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
    const { cache } = await watching();
    await eventually(() => state(cache), 'live');
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(2);
  });

  it('loses nothing when the connection is cut in the middle of a line', async () => {
    const { cache } = await watching();
    await eventually(() => server.openWatches, 2);
    server.sendRaw(Buffer.from('{"type":"ADDED","object":{"meta'));
    server.cutConnections();
    server.put(ROLLOUTS, rollout('after-cut'));
    await eventually(() => names(cache), ['after-cut']);
    expect(server.requests.filter(({ url }) => isList(url))).toHaveLength(1);
  });

  it('is stale while the cluster is down and recovers by itself', async () => {
    server.put(ROLLOUTS, rollout('a'));
    const { cache } = await watching();
    await eventually(() => state(cache), 'live');
    await server.stop();
    const down = Date.now();
    await eventually(() => state(cache), 'stale');
    const [{ since, reason }] = cache.freshness();
    expect(Math.abs(Date.parse(since) - down)).toBeLessThan(100);
    expect(reason).toBe(
      'Cluster gke-prod cannot be reached: the connection is refused',
    );
    expect(names(cache)).toEqual(['a']);

    await server.start();
    await eventually(() => state(cache), 'live');
    expect(cache.freshness()[0].reason).toBeUndefined();
  });

  it('counts a silent connection as dead', async () => {
    const { cache } = await watching({
      timings: { watchSeconds: [0, 0], idleGraceMs: 400 },
    });
    await eventually(() => state(cache), 'live');
    const watches = () =>
      server.requests.filter(({ url }) => isWatch(url)).length;
    const before = watches();
    await eventually(() => watches() > before, true);
    expect(state(cache)).toBe('live');
  });

  it('says refused with verb and resource, and recovers', async () => {
    server.override(isList, { status: 403, body: { kind: 'Status' } });
    const { cache } = await watching();
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
    const { cache, events } = await watching({
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

  it('notices when a missing kind is installed, and when it goes away', async () => {
    server.uninstall(ROLLOUTS);
    const { cache } = await watching();
    expect(state(cache)).toBe('not-installed');
    server.install(ROLLOUTS);
    server.put(ROLLOUTS, rollout('first'));
    await eventually(() => names(cache), ['first']);
    server.uninstall(ROLLOUTS);
    await eventually(() => state(cache), 'not-installed');
    expect(names(cache)).toEqual([]);
  });

  it('waits as long as an overloaded server asks', async () => {
    server.override(
      isList,
      { status: 429, headers: { 'retry-after': '1' } },
      1,
    );
    const startedAt = Date.now();
    const { cache } = await watching();
    expect(cache.freshness()).toMatchObject([
      {
        state: 'unreachable',
        reason: 'Cluster gke-prod: the API server is starting or overloaded',
      },
    ]);
    await eventually(() => state(cache), 'live');
    expect(Date.now() - startedAt).toBeGreaterThanOrEqual(1_000);
  });

  it('does not let a dead cluster delay another', async () => {
    server.put(ROLLOUTS, rollout('a'));
    server.override(url => url.pathname.startsWith('/slow/'), {
      status: 200,
      delayMs: 3_000,
    });
    const clusters = create();
    connect(clusters, [
      detailsOf('slow', `${server.url}/slow`),
      detailsOf('gke-prod', server.url),
    ]);
    const cache = clusters.watch(definition);
    await eventually(() => names(cache), ['a']);
    expect(cache.freshness()).toMatchObject([
      { cluster: 'slow', state: 'connecting' },
      { cluster: 'gke-prod' },
    ]);
  });

  it('asks for a new credential after 401', async () => {
    const tokens = ['old', 'new'];
    const clusters = create();
    clusters.connect({
      list: async () => [detailsOf('gke-prod', server.url)],
    });
    clusters.connect({
      authStrategy: {
        getCredential: async () => ({
          type: 'bearer token',
          token: tokens.shift() ?? 'newest',
        }),
      },
    });
    server.override(() => true, { status: 401 }, 1);
    const cache = clusters.watch(definition);
    await eventually(() => state(cache), 'live');
    expect(server.requests.at(0)?.headers.authorization).toBe('Bearer old');
    expect(server.requests.at(-1)?.headers.authorization).toMatch(
      /^Bearer new/,
    );
  });

  it('never watches Secrets', () => {
    const secrets = {
      group: '',
      version: 'v1',
      plural: 'secrets',
      kind: 'Secret',
    };
    expect(() => create().watch({ ...definition, resource: secrets })).toThrow(
      'Secrets are never watched, read or written',
    );
  });

  it('says so when plugin-kubernetes never hands over its clusters', async () => {
    const clusters = create({ supplyTimeoutMs: 20 });
    const cache = clusters.watch(definition);
    await cache.ready();
    await expect(clusters.list()).rejects.toThrow(
      'plugin-kubernetes did not hand them over',
    );
    connect(clusters);
    await eventually(() => state(cache), 'live');
    await expect(clusters.list()).resolves.toMatchObject([
      { name: 'gke-prod', allowActions: false },
    ]);
  });

  it('has no clusters, and does not wait, without a kubernetes section', async () => {
    const clusters = create({ settings: { expectSupplier: false } });
    await expect(clusters.list()).resolves.toEqual([]);
    await clusters.watch(definition).ready();
  });

  it('ends every watch at shutdown', async () => {
    await watching();
    await eventually(() => server.openWatches, 2);
    await Promise.all(shutDowns.map(hook => hook()));
    await eventually(() => server.openWatches, 0);
    const asked = server.requests.length;
    await new Promise(resolve => setTimeout(resolve, 200));
    expect(server.requests).toHaveLength(asked);
  });

  it('resolves environments by configuration, namespace label, then cluster', async () => {
    server.put('/api/v1/namespaces', {
      metadata: {
        name: 'labelled',
        labels: { 'slipway.io/environment': 'dev' },
      },
    });
    const { clusters } = await watching({
      settings: {
        clusters: new Map([
          [
            'gke-prod',
            {
              ...UNDECLARED_CLUSTER,
              environment: 'stage',
              namespaces: { configured: { environment: 'prod' } },
            },
          ],
        ]),
      },
    });
    await eventually(() => clusters.environmentOf('gke-prod', 'labelled'), {
      environment: 'dev',
      source: 'namespace-label',
    });
    expect(clusters.environmentOf('gke-prod', 'configured').environment).toBe(
      'prod',
    );
    expect(clusters.environmentOf('gke-prod', 'any')).toEqual({
      environment: 'stage',
      source: 'config-cluster',
    });
    expect(clusters.environmentOf('unheard-of', 'any')).toEqual({
      environment: 'prod',
      source: 'undeclared',
    });
  });
});
