import { fakePrometheus } from '@slipway/plugin-metrics-node/testUtils';
import { trafficTopic } from '@slipway/plugin-observability-common';
import { component, startPluginHarness } from '@slipway/test-utils';
import { observabilityPlugin } from '../plugin';

const SYSTEM = '/api/observability/v1/entities/system/default/shop/system';
const PLACE = { cluster: 'gke', namespace: 'shop' };
const deployment = (name: string, namespace = 'shop') => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: {
    name,
    namespace,
    labels: { 'backstage.io/kubernetes-id': name },
  },
});
const service = (
  name: string,
  relations: ReadonlyArray<readonly [type: string, targetRef: string]> = [],
) => ({
  ...component(name, 'team-orders', { 'backstage.io/kubernetes-id': name }),
  relations: relations.map(([type, targetRef]) => ({ type, targetRef })),
});

async function start() {
  const prometheus = fakePrometheus(['gke']);
  const harness = await startPluginHarness(observabilityPlugin, {
    entities: [
      {
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'System',
        metadata: { name: 'shop', namespace: 'default' },
        relations: [
          ...['orders', 'users', 'web', 'unseen'].map(name => ({
            type: 'hasPart',
            targetRef: `component:default/${name}`,
          })),
          { type: 'hasPart', targetRef: 'api:default/orders' },
        ],
      },
      service('orders', [
        ['providesApi', 'api:default/orders'],
        ['dependsOn', 'component:default/users'],
        ['dependsOn', 'component:default/elsewhere'],
        ['dependsOn', 'resource:default/db'],
      ]),
      service('users'),
      service('web', [['consumesApi', 'api:default/orders']]),
    ],
    clusters: [
      { name: 'gke', environment: 'prod' },
      { name: 'aks', environment: 'dev' },
    ],
    objects: {
      gke: {
        'rollouts.argoproj.io': [],
        'deployments.apps': [deployment('orders'), deployment('web')],
        'replicasets.apps': [],
      },
      aks: {
        'rollouts.argoproj.io': [],
        'deployments.apps': [deployment('orders')],
        'replicasets.apps': [],
      },
    },
    features: [prometheus.factory],
  });
  const get = async (path: string, user = 'vera') => harness.as(user).get(path);
  const traffic = async (params = PLACE) => {
    const topic = await harness.live.open(trafficTopic, params);
    await topic.waitFor(({ ready }) => ready);
    const value = topic.items.get('now');
    topic.close();
    return value;
  };
  return { prometheus, get, traffic };
}

describe('a system', () => {
  it('has its services, where they run, and how the catalog relates them', async () => {
    const { get } = await start();
    const { status, body } = await get(SYSTEM);
    expect(status).toBe(200);
    const at = (cluster: string, workload: string) => ({
      cluster,
      namespace: 'shop',
      workload,
    });
    expect(body).toEqual({
      services: [
        {
          entityRef: 'component:default/orders',
          title: 'orders',
          workloads: [at('aks', 'orders'), at('gke', 'orders')],
        },
        {
          entityRef: 'component:default/users',
          title: 'users',
          workloads: [],
        },
        {
          entityRef: 'component:default/web',
          title: 'web',
          workloads: [at('gke', 'web')],
        },
      ],
      places: [
        { ...PLACE, environment: 'prod', metrics: true },
        {
          cluster: 'aks',
          namespace: 'shop',
          environment: 'dev',
          metrics: false,
        },
      ],
      relations: [
        { from: 'component:default/orders', to: 'component:default/users' },
        { from: 'component:default/web', to: 'component:default/orders' },
      ],
      missing: [],
    });
  });

  it('is read by those who may, and is a system', async () => {
    const { get } = await start();
    expect((await get(SYSTEM, 'blind')).status).toBe(403);
    const other = SYSTEM.replace(
      'system/default/shop',
      'component/default/web',
    );
    expect((await get(other)).status).toBe(400);
    expect((await get(SYSTEM.replace('shop', 'none'))).status).toBe(404);
  });
});

describe('the traffic of a namespace', () => {
  const alert = (name: string, state: 'firing' | 'pending', of: string) => ({
    name,
    query: 'up == 0',
    state,
    labels: { namespace: 'shop', deployment: of, severity: 'page' },
    annotations: {},
    activeAt: '2026-01-15T14:00:00Z',
  });

  it('is read by seven queries for all workloads, with the alerts that fire', async () => {
    const { prometheus, traffic } = await start();
    prometheus.setVector(
      'sum by (deployment, replicaset) (rate(request_total',
      [{ labels: { deployment: 'orders' }, sample: [1, 10] }],
    );
    prometheus.setVector(
      'sum by (deployment, replicaset) (rate(response_total',
      [{ labels: { deployment: 'orders' }, sample: [1, 10] }],
    );
    prometheus.setVector('classification="failure"', [
      { labels: { deployment: 'orders' }, sample: [1, 1] },
    ]);
    prometheus.setVector('proxy_build_info', [
      { labels: { deployment: 'web' }, sample: [1, 2] },
    ]);
    prometheus.setVector('dst_replicaset) (rate(request_total', [
      {
        labels: {
          namespace: 'shop',
          deployment: 'web',
          dst_namespace: 'shop',
          dst_deployment: 'orders',
        },
        sample: [1, 10],
      },
    ]);
    prometheus.setAlerts('gke', [
      alert('Slow', 'firing', 'orders'),
      alert('Soon', 'pending', 'orders'),
      alert('Foreign', 'firing', 'nobody'),
    ]);
    expect(await traffic()).toEqual({
      at: expect.any(String),
      over: '1m',
      workloads: [
        {
          namespace: 'shop',
          workload: 'orders',
          entityRef: 'component:default/orders',
          requestRate: { state: 'measured', value: 10 },
          successRate: { state: 'measured', value: 0.9 },
        },
        {
          namespace: 'shop',
          workload: 'web',
          entityRef: 'component:default/web',
          requestRate: { state: 'no-traffic' },
          successRate: { state: 'no-traffic' },
        },
      ],
      calls: [
        {
          from: {
            namespace: 'shop',
            workload: 'web',
            entityRef: 'component:default/web',
          },
          to: {
            namespace: 'shop',
            workload: 'orders',
            entityRef: 'component:default/orders',
          },
          requestRate: 10,
        },
      ],
      alerts: [
        {
          workload: 'orders',
          name: 'Slow',
          severity: 'page',
          since: '2026-01-15T14:00:00Z',
        },
      ],
    });
    expect(
      prometheus.asked.filter(({ query }) => query !== 'alerts'),
    ).toHaveLength(7);
  });

  it('is unknown, with the reason, while Prometheus is down or where there is none', async () => {
    const { prometheus, traffic } = await start();
    prometheus.setDown('gke', 'Prometheus does not answer');
    expect(await traffic()).toMatchObject({
      unknown: 'Prometheus does not answer',
      alertsUnknown: 'Prometheus does not answer',
      workloads: [],
      calls: [],
    });
    expect(await traffic({ ...PLACE, cluster: 'aks' })).toMatchObject({
      unknown: 'No Prometheus is configured for cluster aks',
    });
  });

  it('cannot be asked with a name that ends the string of a query', async () => {
    const { prometheus, traffic } = await start();
    await traffic({ ...PLACE, namespace: 'x"} or vector(1) #' });
    for (const { query } of prometheus.asked) {
      expect(query).not.toContain('="x"}');
    }
  });
});
