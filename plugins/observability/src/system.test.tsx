import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { topicRequest } from '@slipway/plugin-live-common';
import {
  NamespaceTraffic,
  SystemView,
  trafficTopic,
} from '@slipway/plugin-observability-common';
import {
  fakeLiveApi,
  pageApis,
  setNarrow,
} from '@slipway/plugin-portal-react/testUtils';
import { RunningWork, runningWorkTopic } from '@slipway/plugin-work-common';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ObservabilityApi, observabilityApiRef } from './api/ObservabilityApi';
import { SystemTab } from './components/System/SystemTab';
import { layoutOf } from './components/Graph/layout';
import { fakeApi } from './__testUtils__/renderTab';

const ref = (name: string) => `component:default/${name}`;
const PLACE = { cluster: 'gke', namespace: 'shop' };
const WORK = topicRequest(runningWorkTopic, {});
const TRAFFIC = topicRequest(trafficTopic, PLACE);
const service = (name: string) => ({
  entityRef: ref(name),
  title: name,
  workloads: [{ ...PLACE, workload: name }],
});
const VIEW: SystemView = {
  services: [
    service('orders'),
    service('users'),
    service('web'),
    { ...service('mail'), workloads: [] },
  ],
  places: [
    { ...PLACE, environment: 'prod', metrics: true },
    { cluster: 'aks', namespace: 'shop', environment: 'dev', metrics: false },
  ],
  relations: [
    { from: ref('web'), to: ref('orders') },
    { from: ref('orders'), to: ref('users') },
    // Nothing of it is scraped, so its calls are not known.
    { from: ref('users'), to: ref('web') },
  ],
  missing: [],
};
const end = (workload: string) => ({
  namespace: 'shop',
  workload,
  entityRef: ref(workload),
});
const none = { state: 'no-traffic' as const };
const READ: NamespaceTraffic = {
  at: new Date().toISOString(),
  over: '1m',
  workloads: [
    {
      ...end('orders'),
      requestRate: { state: 'measured', value: 40 },
      successRate: { state: 'measured', value: 0.9 },
    },
    { ...end('web'), requestRate: none, successRate: none },
  ],
  calls: [
    {
      from: end('web'),
      to: end('orders'),
      requestRate: 40,
      failureShare: 0.1,
    },
    {
      from: end('orders'),
      to: { namespace: 'bank', workload: 'pay' },
      requestRate: 2,
    },
  ],
  alerts: [{ workload: 'orders', name: 'Slow', severity: 'page' }],
};
const FAULT: RunningWork = {
  id: 'chaos:1',
  plugin: 'chaos',
  kind: 'fault',
  title: 'Network delay',
  state: 'running',
  tone: 'progressing',
  entityRefs: [ref('orders')],
  places: [PLACE],
  since: '2026-01-15T14:00:00Z',
  path: '/resilience/faults/1',
};

async function show(
  options: {
    path?: string;
    api?: Partial<ObservabilityApi>;
    traffic?: NamespaceTraffic;
    work?: RunningWork[];
  } = {},
) {
  const { path = '/', api, traffic = READ, work = [FAULT] } = options;
  const live = fakeLiveApi();
  live.snapshot(TRAFFIC, { now: traffic });
  live.snapshot(WORK, Object.fromEntries(work.map(one => [one.id, one])));
  renderInTestApp(
    <EntityProvider
      entity={{
        apiVersion: 'backstage.io/v1alpha1',
        kind: 'System',
        metadata: { name: 'shop', namespace: 'default' },
      }}
    >
      <SystemTab />
    </EntityProvider>,
    {
      initialRouteEntries: [path],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
      apis: [
        ...pageApis(live).apis,
        [observabilityApiRef, fakeApi({ getSystem: async () => VIEW, ...api })],
      ],
    },
  );
  return { live };
}

const rowsOf = async (name: string) =>
  within(await screen.findByRole('table', { name }))
    .getAllByRole('row')
    .slice(1)
    .map(row =>
      within(row)
        .getAllByRole('cell')
        .map(cell => cell.textContent),
    );

describe('the graph of a system', () => {
  it('has services with health, figures and what is going on; each leads to its tab there', async () => {
    await show();
    const orders = await screen.findByRole('link', {
      name: 'orders, Degraded, 40 req/s · 90 %, 1 alert, 1 fault',
    });
    expect(orders).toHaveAttribute(
      'href',
      '/catalog/default/component/orders/observability?place=gke%2Fshop%2Forders',
    );
    for (const name of [
      'web, No traffic, no traffic',
      'users, Unknown, unknown',
    ]) {
      expect(screen.getByRole('link', { name })).toBeVisible();
    }
    expect(screen.getByText('Not in this namespace: mail.')).toBeVisible();
    expect(
      screen.getByRole('img', { name: 'pay, outside of the system' }),
    ).toBeVisible();
    const busy = await screen.findByRole('table', { name: 'What is going on' });
    expect(within(busy).getByText('Slow (page)')).toBeVisible();
    expect(
      within(busy).getByRole('link', { name: 'Network delay: running' }),
    ).toHaveAttribute('href', '/resilience/faults/1');
  });

  it('is a table too, with what catalog or traffic lacks', async () => {
    await show();
    await userEvent.click(
      await screen.findByRole('button', { name: 'View graph as table' }),
    );
    expect(await rowsOf('Calls between services')).toEqual([
      ['orders → pay', '2 req/s', 'unknown', 'not in the catalog'],
      ['orders → users', 'no traffic', 'unknown', 'no traffic'],
      ['users → web', 'unknown', 'unknown', ''],
      ['web → orders', '40 req/s', '90 %', ''],
    ]);
    expect(
      (await rowsOf('Services of the system')).map(row => row.slice(0, 4)),
    ).toEqual([
      ['pay', 'Outside of the system', 'unknown', 'unknown'],
      ['orders', 'Degraded', '40 req/s', '90 %'],
      [
        'users',
        'UnknownNo Linkerd proxy of it is scraped',
        'unknown',
        'unknown',
      ],
      ['web', 'No traffic', 'no traffic', 'no traffic'],
    ]);
  });

  it('is a list where it is narrow', async () => {
    const restore = setNarrow(true);
    try {
      await show();
      const list = await screen.findByRole('list', {
        name: 'Services of the system',
      });
      expect(within(list).getByText('Degraded')).toBeVisible();
      expect(
        screen.queryByRole('region', { name: 'Graph of the system' }),
      ).toBeNull();
    } finally {
      restore();
    }
  });

  it('goes to another place by its address', async () => {
    const { live } = await show({ path: '/?place=aks/shop' });
    await screen.findByRole('combobox', { name: 'Where' });
    expect(live.wanted).toContainEqual(expect.stringContaining('cluster=aks'));
  });

  it('follows what is measured, and says what is degraded', async () => {
    const { live } = await show({ work: [] });
    expect(await screen.findByText('Degraded: orders')).toBeInTheDocument();
    act(() =>
      live.snapshot(TRAFFIC, { now: { ...READ, workloads: [], alerts: [] } }),
    );
    expect(screen.getByText('No service is degraded')).toBeInTheDocument();
    expect(
      await screen.findByText(
        'No release, fault, load run or firing alert is known here.',
      ),
    ).toBeVisible();
  });
});

describe('what is missing', () => {
  it('is said: traffic, alerts, and what runs', async () => {
    const { live } = await show({
      traffic: {
        ...READ,
        workloads: [],
        calls: [],
        alerts: [],
        unknown: 'It is down',
        alertsUnknown: 'it failed',
      },
    });
    act(() =>
      live.snapshot(WORK, {}, [
        {
          source: 'chaos',
          state: 'unreachable',
          since: '2026-01-15T14:00:00Z',
          reason: 'eks is away',
        },
      ]),
    );
    expect(
      await screen.findByText(
        'Not complete. Missing: traffic in gke (It is down), alerts in gke (it failed), chaos (unreachable: eks is away).',
      ),
    ).toBeVisible();
    // Nothing is said to have no traffic.
    expect(
      await screen.findByRole('link', {
        name: 'orders, Unknown, unknown',
      }),
    ).toBeVisible();
    expect(screen.queryByText('no traffic')).toBeNull();
  });

  it('is a workload of the system', async () => {
    await show({
      api: {
        getSystem: async () => ({ ...VIEW, services: [], places: [] }),
      },
    });
    expect(
      await screen.findByText('No workload of this system is known'),
    ).toBeVisible();
  });
});

describe('the layout', () => {
  const nodes = ['a', 'b', 'c', 'd'].map(id => ({ id }));
  const edges = [
    { from: 'a', to: 'b' },
    { from: 'b', to: 'c' },
    { from: 'a', to: 'c' },
    { from: 'c', to: 'a' },
  ];

  it('puts callers left of callees, nodes apart, and everything inside, also with a cycle', () => {
    const size = { width: 196, height: 72 };
    const {
      nodes: places,
      edges: lines,
      width,
      height,
    } = layoutOf({ nodes, edges }, size);
    const at = (id: string) => places.get(id) ?? { x: NaN, y: NaN };
    expect(at('a').x).toBeLessThan(at('b').x);
    expect(at('b').x).toBeLessThan(at('c').x);
    const all = nodes.map(({ id }) => at(id));
    for (const [index, one] of all.entries()) {
      expect(one.x - size.width / 2).toBeGreaterThanOrEqual(0);
      expect(one.x + size.width / 2).toBeLessThanOrEqual(width);
      expect(one.y + size.height / 2).toBeLessThanOrEqual(height);
      for (const other of all.slice(index + 1)) {
        const apart =
          Math.abs(one.x - other.x) >= size.width ||
          Math.abs(one.y - other.y) >= size.height;
        expect(apart).toBe(true);
      }
    }
    expect([...lines.values()].every(({ points }) => points.length > 1)).toBe(
      true,
    );
  });

  it('is the same for the same shape', () => {
    expect(layoutOf({ nodes, edges })).toEqual(layoutOf({ nodes, edges }));
  });
});
