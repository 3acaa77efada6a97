import { RunningWork } from '@slipway/plugin-work-common';
import { callsOf, workloadTraffic } from './traffic';
import { sortPlaces, systemGraph } from './systemGraph';
import { NamespaceTraffic, SystemView } from './types';

const ref = (name: string) => `component:default/${name}`;
const PLACE = { cluster: 'gke', namespace: 'shop' };
const runs = (name: string) => ({
  entityRef: ref(name),
  title: name,
  workloads: [{ ...PLACE, workload: name }],
});
const VIEW: Pick<SystemView, 'services' | 'relations'> = {
  services: [
    runs('orders'),
    runs('users'),
    runs('web'),
    {
      ...runs('mail'),
      workloads: [{ ...PLACE, cluster: 'aks', workload: 'mail' }],
    },
  ],
  relations: [
    { from: ref('web'), to: ref('orders') },
    { from: ref('orders'), to: ref('mail') },
  ],
};
const entityOf = (namespace: string, workload: string) =>
  namespace === 'shop' && workload !== 'batch' ? ref(workload) : undefined;
const series = (labels: Record<string, string>, value: number) => ({
  labels,
  value,
});
const call = (from: string, to: string, value: number, namespace = 'shop') =>
  series(
    {
      namespace: 'shop',
      deployment: from,
      dst_namespace: namespace,
      dst_replicaset: `${to}-6dfb`,
    },
    value,
  );

describe('what the answers of a namespace mean', () => {
  it('sums the revisions of a Rollout, and tells no traffic from no proxy', () => {
    const read = workloadTraffic(
      'shop',
      {
        requests: [
          series({ replicaset: 'orders-6dfb' }, 40),
          series({ replicaset: 'orders-7bcd' }, 10),
          series({ deployment: 'web' }, 3),
          series({ deployment: 'quiet' }, 0),
          series({}, 99),
        ],
        responses: [
          series({ replicaset: 'orders-6dfb' }, 40),
          series({ replicaset: 'orders-7bcd' }, 10),
          series({ deployment: 'odd' }, NaN),
        ],
        failures: [series({ replicaset: 'orders-7bcd' }, 2)],
        proxies: [
          series({ replicaset: 'orders-6dfb' }, 2),
          series({ deployment: 'idle' }, 1),
        ],
      },
      entityOf,
    );
    const none = { state: 'no-traffic' };
    expect(
      read.map(({ workload, requestRate, successRate }) => [
        workload,
        requestRate,
        successRate,
      ]),
    ).toEqual([
      ['idle', none, none],
      [
        'orders',
        { state: 'measured', value: 50 },
        { state: 'measured', value: 0.96 },
      ],
      ['quiet', none, none],
      [
        'web',
        { state: 'measured', value: 3 },
        { state: 'unknown', reason: 'No request has been answered yet' },
      ],
    ]);
    expect(read[1].entityRef).toBe(ref('orders'));
  });

  it('has calls between workloads, without those that stand still', () => {
    expect(
      callsOf(
        {
          requests: [
            call('web', 'orders', 5),
            {
              ...call('web', 'orders', 5),
              labels: {
                namespace: 'shop',
                deployment: 'web',
                dst_namespace: 'shop',
                dst_replicaset: 'orders-7bcd',
              },
            },
            call('web', 'old', 0),
            series({ namespace: 'shop', deployment: 'web' }, 7),
          ],
          responses: [call('web', 'orders', 8)],
          failures: [call('web', 'orders', 2)],
        },
        entityOf,
      ),
    ).toEqual([
      {
        from: { namespace: 'shop', workload: 'web', entityRef: ref('web') },
        to: { namespace: 'shop', workload: 'orders', entityRef: ref('orders') },
        requestRate: 10,
        failureShare: 0.25,
      },
    ]);
  });
});

const traffic = (
  changes: Partial<NamespaceTraffic> = {},
): NamespaceTraffic => ({
  at: '2026-01-15T14:00:00Z',
  over: '1m',
  workloads: [
    {
      ...{ namespace: 'shop', workload: 'orders' },
      requestRate: { state: 'measured', value: 50 },
      successRate: { state: 'measured', value: 0.9 },
    },
    {
      ...{ namespace: 'shop', workload: 'web' },
      requestRate: { state: 'no-traffic' },
      successRate: { state: 'no-traffic' },
    },
  ],
  calls: callsOf(
    {
      requests: [
        call('web', 'orders', 5),
        call('orders', 'bank', 2, 'other'),
        call('batch', 'bank', 1, 'other'),
        call('users', 'users', 1),
      ],
      responses: [call('web', 'orders', 5)],
      failures: [],
    },
    entityOf,
  ),
  alerts: [],
  ...changes,
});

const work = (changes: Partial<RunningWork>): RunningWork => ({
  id: 'chaos:1',
  plugin: 'chaos',
  kind: 'fault',
  title: 'Network delay',
  state: 'running',
  tone: 'progressing',
  entityRefs: [ref('orders')],
  places: [{ ...PLACE }],
  since: '2026-01-15T14:00:00Z',
  path: '/resilience',
  ...changes,
});

describe('systemGraph', () => {
  it('joins catalog and traffic, and marks what one of them lacks', () => {
    const graph = systemGraph(VIEW, PLACE, traffic(), []);
    const { nodes, edges, elsewhere, unknown } = graph;
    expect(unknown).toBeUndefined();
    // That it is called by what is here is the catalog's word for another place.
    expect(elsewhere).toEqual(['mail']);
    expect(
      nodes.map(({ id, health, outside }) => [id, health, outside]),
    ).toEqual([
      [ref('orders'), 'degraded', undefined],
      [ref('users'), 'unknown', undefined],
      [ref('web'), 'no-traffic', undefined],
      ['other/bank', 'unknown', true],
    ]);
    expect(edges).toEqual([
      {
        from: ref('orders'),
        to: 'other/bank',
        source: 'traffic',
        requestRate: 2,
      },
      {
        from: ref('web'),
        to: ref('orders'),
        source: 'both',
        requestRate: 5,
        failureShare: 0,
      },
    ]);
  });

  it.each([
    ['has not been read', undefined, 'It has not been read yet'],
    ['is not known', traffic({ unknown: 'It is down' }), 'It is down'],
  ])('says of nothing that it has no traffic while that %s', (_, read, why) => {
    const { nodes, edges, unknown } = systemGraph(VIEW, PLACE, read, []);
    expect(unknown).toBe(why);
    expect(edges.every(({ source }) => source === 'catalog')).toBe(true);
    expect(nodes.map(({ requestRate }) => requestRate)).toEqual(
      Array.from({ length: 3 }, () => ({ state: 'unknown', reason: why })),
    );
  });

  it('has a service that is elsewhere where it is called from there', () => {
    const calls = callsOf(
      {
        requests: [call('orders', 'mail', 2, 'mails')],
        responses: [],
        failures: [],
      },
      (_, workload) => ref(workload),
    );
    const graph = systemGraph(VIEW, PLACE, traffic({ calls }), []);
    expect(graph.elsewhere).toEqual([]);
    expect(graph.nodes.map(({ id, health }) => [id, health])).toContainEqual([
      ref('mail'),
      'elsewhere',
    ]);
    expect(graph.edges).toContainEqual({
      from: ref('orders'),
      to: ref('mail'),
      source: 'both',
      requestRate: 2,
    });
  });

  it('says that a relation of the catalog carries nothing where both ends run', () => {
    const { edges } = systemGraph(VIEW, PLACE, traffic({ calls: [] }), []);
    expect(edges).toEqual([
      { from: ref('web'), to: ref('orders'), source: 'catalog' },
    ]);
  });

  it('has what is going on in each service there, most urgent first', () => {
    const { nodes } = systemGraph(
      VIEW,
      PLACE,
      traffic({
        alerts: [
          { workload: 'orders', name: 'Slow', severity: 'page' },
          { workload: 'batch', name: 'Other' },
        ],
      }),
      [
        work({}),
        work({ kind: 'canary', tone: 'paused', title: 'Release 2' }),
        work({ places: [{ cluster: 'aks', namespace: 'shop' }] }),
        work({ kind: 'load', places: [] }),
        work({ entityRefs: [ref('nobody')] }),
      ],
    );
    expect(
      nodes
        .filter(({ activities }) => activities.length > 0)
        .map(({ title, activities }) => [
          title,
          activities.map(({ kind, words, tone }) => [kind, words, tone]),
        ]),
    ).toEqual([
      [
        'orders',
        [
          ['alert', 'Slow (page)', 'degraded'],
          ['canary', 'Release 2: running', 'waiting'],
          ['fault', 'Network delay: running', 'progressing'],
          ['load', 'Network delay: running', 'progressing'],
        ],
      ],
    ]);
  });

  it('weighs the workloads of one service by their requests', () => {
    const two = {
      services: [
        {
          ...runs('orders'),
          workloads: ['a', 'b', 'c'].map(workload => ({ ...PLACE, workload })),
        },
      ],
      relations: [],
    };
    const of = (workload: string, rate: number, success: number) => ({
      ...{ namespace: 'shop', workload },
      requestRate: { state: 'measured' as const, value: rate },
      successRate: { state: 'measured' as const, value: success },
    });
    const quiet = { state: 'no-traffic' as const };
    const { nodes } = systemGraph(
      two,
      PLACE,
      traffic({
        calls: [],
        workloads: [
          of('a', 30, 1),
          of('b', 10, 0.8),
          {
            ...{ namespace: 'shop', workload: 'c' },
            requestRate: quiet,
            successRate: quiet,
          },
        ],
      }),
      [],
    );
    expect(nodes[0]).toMatchObject({
      requestRate: { state: 'measured', value: 40 },
      successRate: { state: 'measured', value: 0.95 },
    });
  });
});

it('puts production first', () => {
  const place = (environment: 'dev' | 'prod' | 'stage', cluster: string) => ({
    cluster,
    namespace: 'shop',
    environment,
    metrics: true,
  });
  expect(
    sortPlaces([
      place('dev', 'a'),
      place('prod', 'c'),
      place('stage', 'b'),
    ]).map(({ cluster }) => cluster),
  ).toEqual(['c', 'b', 'a']);
});
