import { ComparedRun, EndpointRow } from '../types';
import { generatorDoubts } from '../verdict/generator';
import { besideFirst, endpointsBeside } from './figures';
import { notComparable } from './notComparable';

const row = (
  endpoint: string,
  rest: Partial<EndpointRow> = {},
): EndpointRow => ({
  endpoint,
  requests: 100,
  failures: 0,
  requestsPerSecond: 10,
  ...rest,
});

const compared = (
  rest: Partial<Omit<ComparedRun, 'run'>> = {},
  run: Partial<ComparedRun['run']> = {},
): ComparedRun => ({
  run: {
    id: '1',
    entityRef: 'component:default/orders',
    suite: 'Orders',
    profile: 'load',
    runner: 'local',
    environment: 'dev',
    cluster: 'gke',
    namespace: 'shop',
    targetUrl: 'http://orders.shop:8300',
    state: 'finished',
    startedBy: 'user:default/olga',
    createdAt: '2026-01-02T10:00:00.000Z',
    endsBy: '2026-01-02T10:03:00.000Z',
    peakUsers: 10,
    durationSeconds: 60,
    ...run,
  },
  window: { from: 0, to: 60 },
  points: [],
  total: row('All requests'),
  endpoints: [],
  generator: [],
  warmUpSeconds: 0,
  ...rest,
});

describe('besideFirst', () => {
  it('gives each figure with its difference from the first', () => {
    const rows = [
      row('a', { p95: 200 }),
      row('a', { p95: 250 }),
      undefined,
      row('a'),
    ];
    expect(besideFirst(rows, 'p95')).toEqual([
      { value: 200 },
      { value: 250, difference: 50, share: 0.25 },
      {},
      {},
    ]);
  });

  it('has no share of nothing', () => {
    const rows = [
      row('a', { failureRatio: 0 }),
      row('a', { failureRatio: 0.1 }),
    ];
    expect(besideFirst(rows, 'failureRatio')[1]).toEqual({
      value: 0.1,
      difference: 0.1,
    });
    expect(besideFirst([undefined, row('a', { p95: 3 })], 'p95')).toEqual([
      {},
      { value: 3 },
    ]);
  });
});

describe('endpointsBeside', () => {
  it('has every endpoint of every run, the busiest first', () => {
    const both = endpointsBeside([
      { endpoints: [row('GET /a'), row('GET /b', { requests: 900 })] },
      { endpoints: [row('GET /c')] },
    ]);
    expect(both.map(({ endpoint }) => endpoint)).toEqual([
      'GET /b',
      'GET /a',
      'GET /c',
    ]);
    expect(both[2].rows).toEqual([undefined, row('GET /c')]);
  });
});

describe('notComparable', () => {
  it.each<[string, ComparedRun, string[]]>([
    ['equal runs', compared(), []],
    [
      'another target',
      compared({}, { targetUrl: 'http://x:1' }),
      [
        'The targets differ: http://orders.shop:8300 in gke/shop; http://x:1 in gke/shop.',
      ],
    ],
    [
      'another profile and peak',
      compared({}, { profile: 'spike', peakUsers: 50 }),
      [
        'The profiles differ: load; spike.',
        'The peaks differ: 10 users; 50 users.',
      ],
    ],
    [
      'another suite',
      compared({}, { suite: 'Other' }),
      [
        'The suites differ: Orders of component:default/orders; Other of component:default/orders.',
      ],
    ],
    [
      'an overloaded generator, and no request',
      compared({
        generator: ['It was busy.'],
        total: row('x', { requests: 0 }),
      }),
      ['Run 2: It was busy.', 'Run 2 has no request in its window.'],
    ],
    [
      'a shorter window',
      compared({ window: { from: 10, to: 30 } }),
      ['The windows differ: 60 s; 20 s.'],
    ],
    [
      'simulated figures',
      compared({ simulated: true }),
      ['One is simulated: real; simulated.'],
    ],
    ['a hash that is known of one only', compared({ suiteHash: 'abc' }), []],
  ])('%s', (_, second, reasons) => {
    expect(notComparable([compared(), second])).toEqual(reasons);
  });
});

describe('generatorDoubts', () => {
  const points = (maxCpuPercent: number | undefined, users = 10) =>
    [0, 5, 10, 15].map(at => ({ at, users, wantedUsers: 10, maxCpuPercent }));

  it('needs ten seconds without a break', () => {
    expect(generatorDoubts(points(95))).toEqual([
      'The generator was overloaded: a worker used 90 % or more of its core for 15 s.',
    ]);
    expect(generatorDoubts(points(95).slice(0, 2))).toEqual([]);
    expect(generatorDoubts(points(undefined))).toEqual([]);
    expect(generatorDoubts(points(20, 5))).toEqual([
      'The generator had fewer than 90 % of the wanted users for 15 s.',
    ]);
  });
});
