import { mockApis, renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { GoldenQuery, GoldenSeries } from '@slipway/plugin-metrics-common';
import {
  ObservabilityView,
  ObservedPlace,
} from '@slipway/plugin-observability-common';
import { metricsApiRef } from '@slipway/plugin-portal-react';
import {
  fakeLiveApi,
  mockedApi,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import { ObservabilityApi, observabilityApiRef } from '../api/ObservabilityApi';
import { ObservabilityTab } from '../components/Tab/ObservabilityTab';

/** The entity whose tab is drawn. */
export const ENTITY_REF = 'component:default/orders';

const entityWith = (annotations: Record<string, string>) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders', namespace: 'default', annotations },
});

/** A Rollout with a canary under way. */
export const PLACE: ObservedPlace = {
  cluster: 'gke',
  namespace: 'shop',
  workload: 'orders',
  kind: 'Rollout',
  environment: 'prod',
  metrics: true,
  logs: true,
  stable: '6dfb',
  canary: '7bcd',
  releasedAt: '2026-01-15T13:00:00Z',
};
/** The same in another cluster, where nothing is under way. */
export const DEV: ObservedPlace = {
  cluster: 'aks',
  namespace: 'shop',
  workload: 'orders',
  kind: 'Rollout',
  environment: 'dev',
  metrics: false,
  logs: false,
};

export const VIEW: ObservabilityView = {
  places: [DEV, PLACE],
  missing: [],
  links: {
    problems: [],
    grafana: {
      id: 'main',
      baseUrl: 'https://grafana.example.com',
      orgId: 1,
      datasources: { gke: 'prom-gke' },
      dashboard: { uid: 'services', variables: { workload: 'app' } },
    },
    kibana: {
      baseUrl: 'https://kibana.example.com',
      dataViewId: 'logs',
      fields: { namespace: 'ns', workload: 'app', revision: 'hash' },
    },
    zipkin: { baseUrl: 'https://zipkin.example.com/zipkin' },
  },
};

const MEASURED = { state: 'measured' as const, value: 0.75 };
const NONE = { state: 'no-traffic' as const };

/** A backend that answers; a test replaces what it is about. */
export function fakeApi(
  replaced: Partial<ObservabilityApi> = {},
): jest.Mocked<ObservabilityApi> {
  const api: ObservabilityApi = {
    getView: async () => VIEW,
    getSystem: async () => ({
      services: [],
      places: [],
      relations: [],
      missing: [],
    }),
    getAlerts: async () => ({ alerts: [], missing: [] }),
    getNow: async () => ({
      at: '2026-01-15T14:00:00Z',
      over: '1m',
      sides: [
        {
          side: 'stable',
          tcpConnections: NONE,
          tcpRead: NONE,
          tcpWrite: NONE,
          mtlsShare: MEASURED,
        },
      ],
      routes: [],
    }),
    getGraph: async () => ({
      centre: 'shop/orders',
      at: '2026-01-15T14:00:00Z',
      over: '1m',
      nodes: [
        { id: 'shop/orders', title: 'orders', namespace: 'shop' },
        { id: 'shop/web', title: 'web', namespace: 'shop' },
        {
          id: 'component:default/users',
          title: 'users',
          entityRef: 'component:default/users',
        },
      ],
      edges: [
        {
          from: 'shop/orders',
          to: 'component:default/users',
          source: 'catalog',
        },
        {
          from: 'shop/web',
          to: 'shop/orders',
          source: 'traffic',
          requestRate: 40,
          failureShare: 0.1,
        },
      ],
    }),
    getLogs: async () => ({ lines: [], source: 'The log store of gke' }),
    ...replaced,
  };
  return mockedApi(api);
}

/** Golden series: stable is well, the canary is slow, the whole was as stable is. */
export async function goldenOf(query: GoldenQuery): Promise<GoldenSeries> {
  const slow = query.podTemplateHash === '7bcd';
  const points = (value: number) => [
    [query.start, value] as [number, number],
    [query.end, value] as [number, number],
  ];
  return {
    series: [
      {
        metric: 'successRate',
        unit: 'ratio',
        stepSeconds: query.step,
        over: '1m',
        points: points(slow ? 0.95 : 1),
      },
      {
        metric: 'latencyP95',
        unit: 'ms',
        stepSeconds: query.step,
        over: '1m',
        points: points(slow ? 150 : 100),
      },
    ],
  };
}

/** Draws the tab of a service at an address. */
export function renderTab(
  options: {
    path?: string;
    api?: jest.Mocked<ObservabilityApi>;
    getGolden?: (query: GoldenQuery) => Promise<GoldenSeries>;
    annotations?: Record<string, string>;
  } = {},
) {
  const { path = '/', api = fakeApi(), getGolden = goldenOf } = options;
  const { annotations = {} } = options;
  const metrics = mockedApi({ getGolden });
  const live = fakeLiveApi();
  const { apis } = pageApis(live);
  renderInTestApp(
    <EntityProvider entity={entityWith(annotations)}>
      <ObservabilityTab />
    </EntityProvider>,
    {
      initialRouteEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        ...apis,
        [observabilityApiRef, api],
        [metricsApiRef, metrics],
        mockApis.identity({ userEntityRef: 'user:default/vera' }),
      ],
    },
  );
  return { api, live, metrics };
}
