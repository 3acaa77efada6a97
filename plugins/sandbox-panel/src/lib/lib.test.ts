import { Outlook } from '@slipway/plugin-sandbox-panel-common';
import { OUTLOOKS, service, demo } from '../__testUtils__/fixtures';
import { filterClusters, SERVICES_QUERY } from './filters';
import {
  outlookWords,
  phaseState,
  restWords,
  speedWarnings,
  nextRunWords,
} from './words';

const { filtersFromQuery, filtersToQuery } = SERVICES_QUERY;

const P95 = { metric: 'p95-latency', certain: false, afterSeconds: 11 };

it.each<[string, Outlook, string]>([
  ['to its end', {}, 'It runs to its end by itself.'],
  [
    'waits',
    OUTLOOKS.good,
    'It waits for manual promotion at step 2 (20 % of the traffic).',
  ],
  [
    'waits, then stopped',
    OUTLOOKS.errors,
    'It waits for manual promotion at step 2 (20 % of the traffic). Promoted from there, its analysis success-rate aborts it at step 4 (40 % of the traffic), after about 11 s.',
  ],
  [
    'stopped',
    { stopped: OUTLOOKS.errors.stopped },
    'Its analysis success-rate aborts it at step 4 (40 % of the traffic), after about 11 s.',
  ],
  [
    'perhaps stopped, then waits',
    { asks: { step: 4, weight: 60 }, stopped: { step: 2, weight: 30, ...P95 } },
    'From step 2 (30 % of the traffic) on its analysis p95-latency may abort it; that depends on the traffic. It waits for manual promotion at step 4 (60 % of the traffic).',
  ],
  [
    'waits, then perhaps stopped',
    { asks: { step: 2, weight: 20 }, stopped: { step: 4, weight: 40, ...P95 } },
    'It waits for manual promotion at step 2 (20 % of the traffic). From step 4 (40 % of the traffic) on its analysis p95-latency may abort it; that depends on the traffic.',
  ],
  [
    'perhaps stopped',
    { stopped: { step: 4, weight: 60, ...P95 } },
    'From step 4 (60 % of the traffic) on its analysis p95-latency may abort it; that depends on the traffic.',
  ],
  [
    'never ready',
    OUTLOOKS.crash,
    'It gets no traffic, stays at its first step, and is Degraded after 120 s.',
  ],
])('outlook: %s', (_, outlook, expected) => {
  expect(outlookWords(outlook)).toBe(expected);
});

it.each<[string, object, boolean, string, string | undefined]>([
  ['idle', {}, true, 'idle, 3 min', 'next by itself in 1 min at the earliest'],
  [
    'idle for long enough',
    { idleSeconds: 240 },
    true,
    'idle, 4 min',
    'next by itself at any time',
  ],
  ['idle without a demo scenario', {}, false, 'idle, 3 min', undefined],
  [
    'moves',
    { idle: false },
    true,
    'under way, last change 3 min ago',
    undefined,
  ],
  [
    'waits',
    { idle: false, waiting: true },
    true,
    'waiting for manual promotion, 3 min',
    undefined,
  ],
])('rest: %s', (_, more, running, rest, next) => {
  expect(restWords(service(more), running)).toEqual({ rest, next });
});

it.each([
  [undefined, /only when a user starts them/],
  ['2026-01-02T03:04:45Z', /demo scenario in 40 s\.$/],
  ['2026-01-02T03:04:05Z', /runs now\.$/],
])('next run at %s', (at, expected) => {
  expect(nextRunWords(at, '2026-01-02T03:04:05Z')).toMatch(expected);
});

it.each<[number, number, RegExp[]]>([
  [1, 0, []],
  [1, 3_000, []],
  [1, 120_000, [/2 min ahead.*future/]],
  [1, -120_000, [/2 min behind.*ages are too large/]],
  [0.5, 0, [/At 0\.5× sandbox time leaves/]],
  [10, 60_000, [/At 10×/, /inconclusive/, /1 min ahead/]],
])('speed %d, %d ms ahead', (speed, ahead, expected) => {
  const asOf = '2026-01-02T03:04:05.000Z';
  const now = new Date(Date.parse(asOf) + ahead).toISOString();
  expect(speedWarnings(speed, { asOf, now })).toEqual(
    expected.map(words => expect.stringMatching(words)),
  );
});

it('phases have the states of the palette', () => {
  expect(
    ['Healthy', 'Progressing', 'Paused', 'Degraded', 'Strange'].map(phaseState),
  ).toEqual(['healthy', 'progressing', 'waiting', 'degraded', 'unknown']);
});

describe('filters', () => {
  const { clusters } = demo();
  const names = (query: string) =>
    filterClusters(clusters, filtersFromQuery(new URLSearchParams(query))).map(
      ({ name, services }) => [name, ...services.map(one => one.service)],
    );

  it.each<[string, string[][]]>([
    [
      '',
      [
        ['gke-prod', 'order-service', 'product-service', 'shipping-service'],
        ['aks-dev', 'order-service'],
      ],
    ],
    ['cluster=aks-dev', [['aks-dev', 'order-service']]],
    ['q=team-catalog', [['gke-prod', 'product-service']]],
    ['q=SHIPPING+errors', [['gke-prod', 'shipping-service']]],
    ['q=order-service&cluster=gke-prod', [['gke-prod', 'order-service']]],
    ['q=nothing', []],
  ])('%s', (query, expected) => {
    expect(names(query)).toEqual(expected);
  });

  it('go into the address and leave the rest of it', () => {
    const query = filtersToQuery(
      { q: 'order', clusters: ['a', 'b'] },
      new URLSearchParams('cluster=c&x=1'),
    );
    expect(query.toString()).toBe('x=1&q=order&cluster=a&cluster=b');
  });
});
