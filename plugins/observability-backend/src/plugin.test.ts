import { fakePrometheus } from '@slipway/plugin-metrics-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { observabilityPlugin } from './plugin';

const ENTITY = '/api/observability/v1/entities/component/default/orders';
const ORDERS = `${ENTITY}/workloads/gke/shop/orders`;
const labelled = (id: string) => ({
  namespace: 'shop',
  labels: { 'backstage.io/kubernetes-id': id },
});
const rollout = {
  apiVersion: 'argoproj.io/v1alpha1',
  kind: 'Rollout',
  metadata: { name: 'orders', ...labelled('orders') },
  spec: {
    strategy: {
      canary: {
        trafficRouting: {
          plugins: { 'argoproj-labs/gatewayAPI': { httpRoute: 'orders' } },
        },
      },
    },
  },
  status: { stableRS: '6dfb', currentPodHash: '7bcd' },
};
const web = {
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: { name: 'web', ...labelled('web') },
};

async function start(
  options: { config?: object; annotations?: Record<string, string> } = {},
) {
  const prometheus = fakePrometheus(['gke']);
  const harness = await startPluginHarness(observabilityPlugin, {
    entities: [
      {
        ...component('orders', 'team-orders', {
          'backstage.io/kubernetes-id': 'orders',
          ...options.annotations,
        }),
      },
      component('web', 'team-catalog', { 'backstage.io/kubernetes-id': 'web' }),
    ],
    clusters: [
      { name: 'gke', environment: 'prod' },
      { name: 'eks', environment: 'dev' },
    ],
    objects: {
      gke: {
        'rollouts.argoproj.io': [rollout],
        'deployments.apps': [web],
        'replicasets.apps': [],
      },
      eks: {
        'rollouts.argoproj.io': [rollout],
        'deployments.apps': [],
        'replicasets.apps': [],
      },
    },
    config: options.config,
    features: [prometheus.factory],
  });
  const get = async (path: string, user = 'vera') => harness.as(user).get(path);
  return { ...harness, prometheus, get };
}

describe('the view of an entity', () => {
  it('has its workloads with revisions, and whether they are measured', async () => {
    const { get } = await start();
    const { status, body } = await get(`${ENTITY}/view`);
    expect(status).toBe(200);
    const orders = {
      namespace: 'shop',
      workload: 'orders',
      kind: 'Rollout',
      stable: '6dfb',
      canary: '7bcd',
    };
    expect(body).toEqual({
      places: [
        {
          cluster: 'eks',
          environment: 'dev',
          metrics: false,
          logs: false,
          ...orders,
        },
        {
          cluster: 'gke',
          environment: 'prod',
          metrics: true,
          logs: false,
          ...orders,
        },
      ],
      missing: [],
      links: { problems: [] },
    });
  });

  it('says where links lead to, by the annotations of the entity', async () => {
    const { get } = await start({
      annotations: {
        'grafana/host-id': 'second',
        'grafana/overview-dashboard': 'https://evil.example.com/d/x',
      },
      config: {
        grafana: {
          hosts: [
            { id: 'first', domain: 'https://g1.example.com' },
            { id: 'second', domain: 'https://g2.example.com/' },
          ],
        },
        slipway: {
          observability: {
            grafana: { datasources: { gke: 'prom' } },
            kibana: { baseUrl: 'https://kibana.example.com', dataViewId: 'l' },
            zipkin: { baseUrl: 'https://zipkin.example.com/zipkin' },
          },
        },
      },
    });
    const { body } = await get(`${ENTITY}/view`);
    expect(body.links).toEqual({
      grafana: {
        id: 'second',
        baseUrl: 'https://g2.example.com',
        orgId: 1,
        datasources: { gke: 'prom' },
      },
      kibana: {
        baseUrl: 'https://kibana.example.com',
        dataViewId: 'l',
        fields: {
          namespace: 'kubernetes.namespace',
          workload: 'kubernetes.labels.app_kubernetes_io/name',
          revision: 'kubernetes.labels.rollouts-pod-template-hash',
        },
      },
      zipkin: { baseUrl: 'https://zipkin.example.com/zipkin' },
      problems: [
        'The annotation grafana/overview-dashboard names no dashboard of the Grafana second.',
      ],
    });
  });
});

describe('figures of a workload now', () => {
  it('are of stable and canary, no traffic apart from what is not known', async () => {
    const { get, prometheus } = await start();
    prometheus.setVector('tls="true"', [{ labels: {}, sample: [1, 0.75] }]);
    prometheus.setVector('proxy_build_info', [{ labels: {}, sample: [1, 2] }]);
    prometheus.setVector('outbound_http_route_request_statuses_total', [
      { labels: { route_name: 'orders' }, sample: [1, 50] },
    ]);
    prometheus.setVector('http_status=~"5.."', [
      { labels: { route_name: 'orders' }, sample: [1, 3] },
    ]);
    prometheus.setVector('outbound_http_route_backend_requests_total', [
      { labels: { backend_name: 'orders-canary' }, sample: [1, 10] },
    ]);
    const { status, body } = await get(`${ORDERS}/now`);
    expect(status).toBe(200);
    const none = { state: 'no-traffic' };
    const figures = {
      tcpConnections: none,
      tcpRead: none,
      tcpWrite: none,
      mtlsShare: { state: 'measured', value: 0.75 },
    };
    expect(body).toMatchObject({
      over: '1m',
      sides: [
        { side: 'stable', ...figures },
        { side: 'canary', ...figures },
      ],
      routes: [
        {
          route: 'orders',
          kind: 'HTTPRoute',
          requestRate: 50,
          failureRate: 3,
        },
      ],
      // The cluster of this test has no Gateway API: the seen split is there.
      split: {
        route: 'orders',
        rows: [{ backend: 'orders-canary', requestRate: 10, observed: 1 }],
        unknown: expect.any(String),
      },
    });
  });

  it('are unknown, with the reason, while Prometheus is down', async () => {
    const { get, prometheus } = await start();
    prometheus.setDown('gke', 'Prometheus does not answer');
    const { status, body } = await get(`${ORDERS}/now`);
    expect(status).toBe(200);
    expect(body.routes).toEqual({ unknown: 'Prometheus does not answer' });
    expect(body.sides[0].mtlsShare).toEqual({
      state: 'unknown',
      reason: 'Prometheus does not answer',
    });
  });

  it('are not there of a cluster without Prometheus', async () => {
    const { get } = await start();
    const { status, body } = await get(
      `${ENTITY}/workloads/eks/shop/orders/now`,
    );
    expect(status).toBe(404);
    expect(body.error.message).toContain('No Prometheus is configured');
  });
});

describe('the graph of a workload', () => {
  it('joins traffic and catalog', async () => {
    const { get, prometheus } = await start();
    prometheus.setVector(
      'sum by (namespace, deployment, replicaset) (rate(request_total',
      [{ labels: { namespace: 'shop', deployment: 'web' }, sample: [1, 40] }],
    );
    prometheus.setVector(
      'sum by (dst_namespace, dst_deployment, dst_replicaset) (rate(request_total',
      [
        {
          labels: { dst_namespace: 'shop', dst_replicaset: 'users-6dfb' },
          sample: [1, 10],
        },
        {
          labels: { dst_namespace: 'shop', dst_replicaset: 'users-7bcd' },
          sample: [1, 5],
        },
      ],
    );
    const { status, body } = await get(`${ORDERS}/graph`);
    expect(status).toBe(200);
    expect(body.nodes).toEqual([
      {
        id: 'shop/orders',
        title: 'orders',
        namespace: 'shop',
        workload: 'orders',
        entityRef: 'component:default/orders',
      },
      {
        id: 'shop/users',
        title: 'users',
        namespace: 'shop',
        workload: 'users',
      },
      {
        id: 'shop/web',
        title: 'web',
        namespace: 'shop',
        workload: 'web',
        entityRef: 'component:default/web',
      },
    ]);
    expect(body.edges).toEqual([
      {
        from: 'shop/orders',
        to: 'shop/users',
        source: 'traffic',
        requestRate: 15,
      },
      {
        from: 'shop/web',
        to: 'shop/orders',
        source: 'traffic',
        requestRate: 40,
      },
    ]);
  });

  it('says that traffic is not known while Prometheus is down', async () => {
    const { get, prometheus } = await start();
    prometheus.setDown('gke', 'Prometheus does not answer');
    const { body } = await get(`${ORDERS}/graph`);
    expect(body.unknown).toBe('Prometheus does not answer');
    expect(body.edges).toEqual([]);
  });
});

describe('alerts', () => {
  const alert = (name: string, labels: Record<string, string>) => ({
    name,
    query: 'up == 0',
    state: 'firing' as const,
    labels,
    annotations: { summary: `${name} fires` },
    activeAt: '2026-01-15T14:00:00Z',
  });

  it('are those of the workloads and of the annotation', async () => {
    const { get, prometheus } = await start({
      annotations: { 'grafana/alert-label-selector': 'team=orders' },
    });
    prometheus.setAlerts('gke', [
      alert('Slow', {
        namespace: 'shop',
        deployment: 'orders',
        severity: 'page',
      }),
      alert('Mine', { team: 'orders' }),
      alert('Other', { namespace: 'shop', deployment: 'web' }),
    ]);
    const { body } = await get(`${ENTITY}/alerts`);
    expect(
      body.alerts.map(
        ({ name, severity }: { name: string; severity?: string }) => [
          name,
          severity,
        ],
      ),
    ).toEqual([
      ['Mine', undefined],
      ['Slow', 'page'],
    ]);
    expect(body.missing).toEqual([
      { source: 'Prometheus of eks', reason: 'none is configured' },
    ]);
  });

  it('name a Prometheus that does not answer', async () => {
    const { get, prometheus } = await start();
    prometheus.setDown('gke', 'it does not answer');
    const { status, body } = await get(`${ENTITY}/alerts`);
    expect(status).toBe(200);
    expect(body.missing).toContainEqual({
      source: 'Prometheus of gke',
      reason: 'it does not answer',
    });
  });
});

describe('who reads', () => {
  it.each([
    `${ENTITY}/view`,
    `${ENTITY}/alerts`,
    `${ORDERS}/now`,
    `${ORDERS}/graph`,
  ])(
    '%s needs the permission, and an entity with that workload',
    async path => {
      const { get, prometheus } = await start();
      const refused = await get(path, 'blind');
      expect(refused.status).toBe(403);
      expect(refused.body.error.message).toContain('observability.read');
      const elsewhere = await get(
        path.replace('default/orders', 'default/nobody'),
      );
      expect(elsewhere.status).toBe(404);
      expect(prometheus.asked).toEqual([]);
    },
  );

  it.each(['now', 'graph'])(
    'finds no %s of a workload that is of another entity',
    async part => {
      const { get } = await start();
      const path = ORDERS.replace('default/orders', 'default/web');
      expect((await get(`${path}/${part}`)).status).toBe(404);
    },
  );
});
