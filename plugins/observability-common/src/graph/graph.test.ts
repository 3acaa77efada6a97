import { isAlertOf, labelSelectorOf, sortAlerts } from '../alerts';
import { ServiceAlert } from '../types';
import {
  edgeHealth,
  edgeWidth,
  GraphFacts,
  serviceGraph,
  shapeOf,
} from './graph';

const ref = (name: string) => `component:default/${name}`;
const FACTS: GraphFacts = {
  centre: {
    namespace: 'shop',
    workload: 'orders',
    entityRef: ref('orders'),
    title: 'orders',
  },
  at: '2026-01-15T14:00:00Z',
  over: '1m',
  live: [
    {
      direction: 'caller',
      namespace: 'shop',
      workload: 'web',
      requestRate: 50,
      responseRate: 50,
      failureRate: 5,
    },
    {
      direction: 'callee',
      namespace: 'accounts',
      workload: 'users',
      requestRate: 15,
      responseRate: 0,
      failureRate: 0,
    },
    {
      direction: 'callee',
      namespace: 'shop',
      workload: 'old',
      requestRate: 0,
      responseRate: 0,
      failureRate: 0,
    },
  ],
  catalog: [
    { direction: 'callee', entityRef: ref('users'), title: 'users' },
    { direction: 'callee', entityRef: ref('old'), title: 'old' },
  ],
  entityOf: (_, workload) =>
    workload === 'web'
      ? undefined
      : { entityRef: ref(workload), title: workload },
};

describe('serviceGraph', () => {
  it('joins traffic and catalog, and marks what one of them lacks', () => {
    const { nodes, edges, centre } = serviceGraph(FACTS);
    expect(centre).toBe('shop/orders');
    expect(nodes.map(({ id, entityRef }) => [id, entityRef])).toEqual([
      ['accounts/users', ref('users')],
      [ref('old'), ref('old')],
      ['shop/orders', ref('orders')],
      ['shop/web', undefined],
    ]);
    expect(edges).toEqual([
      {
        from: 'shop/orders',
        to: 'accounts/users',
        source: 'both',
        requestRate: 15,
      },
      { from: 'shop/orders', to: ref('old'), source: 'catalog' },
      {
        from: 'shop/web',
        to: 'shop/orders',
        source: 'traffic',
        requestRate: 50,
        failureShare: 0.1,
      },
    ]);
  });

  it('shows the catalog alone where traffic is not known', () => {
    const graph = serviceGraph({ ...FACTS, live: { unknown: 'it is down' } });
    expect(graph.unknown).toBe('it is down');
    expect(graph.edges.map(({ source }) => source)).toEqual([
      'catalog',
      'catalog',
    ]);
  });

  it('keeps its shape when only traffic changes', () => {
    const more = {
      ...FACTS,
      live:
        'unknown' in FACTS.live
          ? []
          : FACTS.live.map(one => ({
              ...one,
              requestRate: one.requestRate * 2,
            })),
    };
    expect(shapeOf(serviceGraph(more))).toBe(shapeOf(serviceGraph(FACTS)));
  });

  it('draws traffic as width and failures as health', () => {
    expect(edgeWidth(undefined)).toBe(1.5);
    expect(edgeWidth(9)).toBe(3.5);
    expect(edgeWidth(1e9)).toBe(8);
    expect([undefined, 0, 0.02, 0.2].map(edgeHealth)).toEqual([
      'unknown',
      'healthy',
      'progressing',
      'degraded',
    ]);
  });
});

describe('alerts of a workload', () => {
  const subject = { namespace: 'shop', workload: 'orders' };
  it.each<[Record<string, string>, boolean]>([
    [{ namespace: 'shop', deployment: 'orders' }, true],
    [{ namespace: 'shop', service: 'orders' }, true],
    [{ namespace: 'shop', replicaset: 'orders-6dfb' }, true],
    [{ namespace: 'shop', pod: 'orders-6dfb78c-x7k2p' }, true],
    [{ namespace: 'other', deployment: 'orders' }, false],
    [{ namespace: 'shop', deployment: 'orders-worker' }, false],
    [{ namespace: 'shop', pod: 'orders-worker-6dfb78c-x7k2p' }, false],
    [{ deployment: 'orders' }, false],
    [{ namespace: 'shop' }, false],
  ])('%j: %s', (labels, expected) => {
    expect(isAlertOf(labels, subject)).toBe(expected);
  });

  it('reads the label selector of the annotation', () => {
    expect(labelSelectorOf('app=orders, team=a')).toEqual([
      ['app', 'orders'],
      ['team', 'a'],
    ]);
    expect(labelSelectorOf('app')).toBeUndefined();
    expect(labelSelectorOf(undefined)).toBeUndefined();
  });

  it('sorts firing and old ones first', () => {
    const alert = (
      name: string,
      state: ServiceAlert['state'],
      since: string,
    ): ServiceAlert => ({
      cluster: 'gke',
      name,
      state,
      since,
      query: 'up',
      labels: {},
    });
    expect(
      sortAlerts([
        alert('c', 'pending', '1'),
        alert('b', 'firing', '3'),
        alert('a', 'firing', '2'),
      ]).map(({ name }) => name),
    ).toEqual(['a', 'b', 'c']);
  });
});
