import { mockCredentials } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { component } from '@slipway/test-utils';
import {
  CLUSTER,
  ordersObjects,
  rollout,
  ROLLOUTS_KIND,
  SECRET_VALUE,
} from '../__testUtils__/objects';
import { Harness, startHarness } from '../__testUtils__/harness';

describe('reading', () => {
  let harness: Harness;
  beforeEach(async () => {
    harness = await startHarness({
      clusters: {
        clusters: [{ name: CLUSTER, environment: 'stage' }, { name: 'eks' }],
      },
    });
  });

  it('lists every rollout with its owner and how fresh each cluster is', async () => {
    harness.clusters.setFreshness('eks', {
      state: 'unreachable',
      reason: 'connection refused',
    });
    const { status, body } = await harness.get(`${harness.base}/rollouts`);
    expect(status).toBe(200);
    expect(body.items).toEqual([
      expect.objectContaining({
        ref: { cluster: CLUSTER, namespace: 'shop', name: 'orders' },
        phase: 'Paused',
        stepIndex: 1,
        entity: {
          state: 'bound',
          entityRef: 'component:default/orders',
          by: 'kubernetes-id',
        },
        ownerRef: 'group:default/team-orders',
        environment: { environment: 'stage', source: 'config-cluster' },
      }),
    ]);
    expect(body.freshness).toEqual([
      expect.objectContaining({ cluster: CLUSTER, state: 'live' }),
      expect.objectContaining({
        cluster: 'eks',
        state: 'unreachable',
        reason: 'connection refused',
      }),
    ]);
  });

  it('lists the clusters without credentials', async () => {
    const { body } = await harness.get(`${harness.base}/clusters`);
    expect(body.map((info: { name: string }) => info.name)).toEqual([
      CLUSTER,
      'eks',
    ]);
  });

  it('answers one rollout in full: revisions, pods, runs, and of pods only the warnings', async () => {
    const { body } = await harness.get(harness.path('orders'));
    expect(body.core.ref.name).toBe('orders');
    expect(
      body.revisions.map((r: { revision: number }) => r.revision).sort(),
    ).toEqual([1, 2]);
    expect(body.pods).toHaveLength(3);
    expect(body.analysisRuns).toHaveLength(1);
    expect(body.events.map((e: { uid: string }) => e.uid).sort()).toEqual([
      'event-backoff',
      'event-paused',
    ]);
  });

  it.each([
    '',
    '/access',
    '/diff?from=1&to=2',
    '/metrics?start=0&end=60&step=5',
  ])(
    'does not say that a rollout is missing before its cluster has: %s',
    async rest => {
      const answerOf = async (cluster: string) => {
        const { status, body } = await harness.get(
          `${harness.path('orders', cluster)}${rest}`,
        );
        return [status, body.error.message];
      };
      expect(await answerOf('eks')).toEqual([
        404,
        'Rollout shop/orders does not exist in cluster eks.',
      ]);
      harness.clusters.setFreshness('eks', {
        state: 'unreachable',
        reason: 'the connection is refused',
        since: '2026-01-01T10:00:00.000Z',
      });
      expect(await answerOf('eks')).toEqual([
        503,
        'Rollout shop/orders is not known: cluster eks has not answered since 2026-01-01T10:00:00.000Z (the connection is refused).',
      ]);
      harness.clusters.setFreshness('eks', { state: 'connecting' });
      expect(await answerOf('eks')).toEqual([
        503,
        expect.stringContaining('is being read for the first time'),
      ]);
      expect(await answerOf('nowhere')).toEqual([
        404,
        'No cluster nowhere is configured.',
      ]);
    },
  );

  it('shows what is known of a cluster that is away, and since when it is', async () => {
    harness.clusters.setFreshness(CLUSTER, {
      state: 'stale',
      reason: 'it went silent',
    });
    const { status, body } = await harness.get(harness.path('orders'));
    expect(status).toBe(200);
    expect(body.freshness).toHaveLength(6);
    expect(body.freshness).toContainEqual(
      expect.objectContaining({
        resource: 'pods',
        state: 'stale',
        reason: 'it went silent',
      }),
    );
  });

  it('does not say that a revision is missing while ReplicaSets are not known', async () => {
    harness.clusters.setFreshness(
      CLUSTER,
      { state: 'refused', reason: 'RBAC' },
      'replicasets.apps',
    );
    const { status, body } = await harness.get(
      `${harness.path('orders')}/diff?from=7&to=2`,
    );
    expect(status).toBe(503);
    expect(body.error.message).toMatch(
      /^Revision 7 of shop\/orders is not known: cluster .* has refused/,
    );
  });

  it.each([
    ['/rollouts/Orders', /name must be a Kubernetes name/],
    ['/rollouts/orders/diff?from=1', /to must be a number/],
    ['/rollouts/orders/diff?from=x&to=2', /from must be a number/],
    ['/rollouts/orders/metrics?start=5&end=1&step=1', /end must be later/],
    ['/rollouts/orders/metrics?start=0&end=99999&step=1', /step gives more/],
  ])('names the field and the rule: %s', async (rest, message) => {
    const { status, body } = await harness.get(
      `${harness.base}/clusters/${CLUSTER}/namespaces/shop${rest}`,
    );
    expect(status).toBe(400);
    expect(body.error.message).toMatch(message);
  });

  it('shows what changed between revisions and no value of the environment', async () => {
    const { status, body } = await harness.get(
      `${harness.path('orders')}/diff?from=1&to=2`,
    );
    expect(status).toBe(200);
    expect(body.changed).toEqual(expect.arrayContaining(['env', 'image']));
    const text = body.lines.map((line: { text: string }) => line.text).join();
    expect(text).toContain('orders:2');
    expect(text).toContain('masked#');
    expect(text).not.toContain(SECRET_VALUE);
  });

  it('has no diff of a revision that is gone', async () => {
    const { status, body } = await harness.get(
      `${harness.path('orders')}/diff?from=7&to=2`,
    );
    expect(status).toBe(404);
    expect(body.error.message).toContain(
      'Revision 7 of shop/orders does not exist',
    );
  });

  it('asks metrics for both revisions while one is rolled out', async () => {
    const of = (podTemplateHash: string) => ({
      cluster: CLUSTER,
      namespace: 'shop',
      podTemplateHash,
    });
    harness.metrics.setSeries(of('bbb'), [
      {
        metric: 'requestRate',
        unit: 'req/s',
        stepSeconds: 5,
        points: [[1, 3]],
      },
    ]);
    const url = `${harness.path('orders')}/metrics?start=0&end=60&step=5`;
    const { body } = await harness.get(url);
    expect(body.stable).toEqual([]);
    expect(body.canary[0].points).toEqual([[1, 3]]);
    expect(harness.metrics.asked.map(({ target }) => target)).toEqual([
      of('aaa'),
      of('bbb'),
    ]);

    harness.metrics.setDown('Prometheus does not answer');
    const down = await harness.get(url);
    expect(down.status).toBe(503);
  });

  it.each([
    (h: Harness) => `${h.base}/rollouts`,
    (h: Harness) => `${h.base}/clusters`,
    (h: Harness) => `${h.base}/entities/component/default/orders/rollouts`,
    (h: Harness) => h.path('orders'),
    (h: Harness) => `${h.path('orders')}/access`,
    (h: Harness) => `${h.path('orders')}/diff?from=1&to=2`,
    (h: Harness) => `${h.path('orders')}/metrics?start=0&end=60&step=5`,
  ])('needs rollouts.read: %#', async urlOf => {
    const refused = await harness.get(urlOf(harness), 'blind');
    expect(refused.status).toBe(403);
    expect(refused.body.error.message).toContain('rollouts.read');
    const anonymous = await harness.asNobody().get(urlOf(harness));
    expect(anonymous.status).toBe(401);
  });

  it('never answers with a value of the environment or an argument of an analysis', async () => {
    const urls = [
      `${harness.base}/rollouts`,
      harness.path('orders'),
      `${harness.path('orders')}/access`,
      `${harness.path('orders')}/diff?from=1&to=2`,
    ];
    const answers = await Promise.all(urls.map(url => harness.get(url)));
    for (const { status, text } of answers) {
      expect(status).toBe(200);
      expect(text).not.toContain(SECRET_VALUE);
    }
  });
});

describe('the page of an entity', () => {
  it('shows what points at it or is bound to it, and nothing else', async () => {
    const harness = await startHarness({
      entities: [
        component('orders', 'team-orders'),
        component('products', 'team-catalog', {
          'backstage.io/kubernetes-label-selector': 'tier=shop',
        }),
        component('named', 'team-catalog', {}),
      ],
      clusters: {
        objects: {
          [CLUSTER]: {
            ...ordersObjects,
            [ROLLOUTS_KIND]: [
              rollout(),
              rollout({ name: 'one', labels: { tier: 'shop' } }),
              rollout({
                name: 'two',
                annotations: { 'slipway.io/entity-ref': 'named' },
              }),
            ],
          },
        },
      },
    });
    const names = async (entity: string) => {
      const { body } = await harness.get(
        `${harness.base}/entities/component/default/${entity}/rollouts`,
      );
      return body.items.map((item: { ref: { name: string } }) => item.ref.name);
    };
    expect(await names('orders')).toEqual(['orders']);
    expect(await names('products')).toEqual(['one']);
    expect(await names('named')).toEqual(['two']);
    expect(await names('nothing')).toEqual([]);
  });
});

describe('while nobody knows which clusters there are', () => {
  const unknown = 'The clusters are not known: plugin-kubernetes is silent';
  const whileUnknown = async () => {
    const harness = await startHarness({
      clusters: { clusters: [], objects: {} },
    });
    jest
      .spyOn(harness.clusters, 'list')
      .mockRejectedValue(new ServiceUnavailableError(unknown));
    return harness;
  };

  it('no list is empty and no rollout is missing', async () => {
    const harness = await whileUnknown();
    for (const url of [
      `${harness.base}/rollouts`,
      `${harness.base}/clusters`,
      `${harness.base}/entities/component/default/orders/rollouts`,
      harness.path('orders'),
    ]) {
      const { status, body } = await harness.get(url);
      expect([url, status, body.error?.message]).toEqual([url, 503, unknown]);
    }
  });

  it.each([
    ['rollouts:list', {}],
    ['rollouts:entity', { entityRef: 'component:default/orders' }],
    [
      'rollouts:detail',
      { cluster: CLUSTER, namespace: 'shop', name: 'orders' },
    ],
  ])('%s says so', async (topic, params) => {
    const harness = await whileUnknown();
    const opened = await harness.live.open(topic, params, {
      credentials: mockCredentials.user('user:default/vera'),
    });
    await opened.waitFor(({ error }) => error?.message === unknown);
    expect(opened.items.size).toBe(0);
  });
});
