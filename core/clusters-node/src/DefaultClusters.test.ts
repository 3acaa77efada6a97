import { UNDECLARED_CLUSTER } from './config/schema';
import { FakeApiServer } from './__testUtils__/fakeApiServer';
import {
  definition,
  detailsOf,
  eventually,
  Harness,
  names,
  rollout,
  ROLLOUTS,
  state,
} from './__testUtils__/harness';

jest.setTimeout(120_000);

describe('DefaultClusters', () => {
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

  it('does not let a dead cluster delay another', async () => {
    server.put(ROLLOUTS, rollout('a'));
    server.override(url => url.pathname.startsWith('/slow/'), {
      status: 200,
      // Longer than the test: it does not answer at all.
      delayMs: 600_000,
    });
    const clusters = harness.create();
    harness.connect(clusters, [
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
    const clusters = harness.create();
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
    // Whichever of the first lists met the 401 is sent again with the new one.
    await eventually(
      () =>
        server.requests.some(({ headers }) =>
          headers.authorization?.startsWith('Bearer new'),
        ),
      true,
    );
  });

  it('never watches Secrets', () => {
    const secrets = {
      group: '',
      version: 'v1',
      plural: 'secrets',
      kind: 'Secret',
    };
    expect(() =>
      harness.create().watch({ ...definition, resource: secrets }),
    ).toThrow('Secrets are never watched, read or written');
  });

  it('says so when plugin-kubernetes never hands over its clusters', async () => {
    const clusters = harness.create({ supplyTimeoutMs: 20 });
    const cache = clusters.watch(definition);
    await cache.ready();
    await expect(clusters.list()).rejects.toThrow(
      'plugin-kubernetes did not hand them over',
    );
    harness.connect(clusters);
    await eventually(() => state(cache), 'live');
    await expect(clusters.list()).resolves.toMatchObject([
      { name: 'gke-prod', allowActions: false },
    ]);
  });

  it('has no clusters, and does not wait, without a kubernetes section', async () => {
    const clusters = harness.create({ settings: { expectSupplier: false } });
    await expect(clusters.list()).resolves.toEqual([]);
    await clusters.watch(definition).ready();
  });

  it('resolves environments by configuration, namespace label, then cluster', async () => {
    server.put('/api/v1/namespaces', {
      metadata: {
        name: 'labelled',
        labels: { 'slipway.io/environment': 'dev' },
      },
    });
    const { clusters } = await harness.watching({
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
