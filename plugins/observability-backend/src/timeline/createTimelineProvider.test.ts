import { mockCredentials } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
import { PrometheusMatrix } from '@slipway/plugin-metrics-node';
import { ObservedPlace } from '@slipway/plugin-observability-common';
import { createTimelineProvider } from './createTimelineProvider';

const ORDERS = 'component:default/orders';
const FROM = Date.parse('2026-01-02T00:00:00Z');
const HOUR = 3_600_000;
const place = (cluster: string, metrics: boolean): ObservedPlace => ({
  cluster,
  namespace: 'shop',
  workload: 'orders',
  kind: 'Rollout',
  environment: 'prod',
  metrics,
  logs: false,
});
const FIRING = 'ALERTS{alertstate="firing"}';
const LABELS = {
  alertname: 'HighErrorRate',
  namespace: 'shop',
  deployment: 'orders',
};
const matrix = (
  labels: Record<string, string>,
  ...minutes: number[]
): PrometheusMatrix => [
  {
    labels,
    samples: minutes.map(minute => [FROM / 1000 + minute * 60, 1]),
  },
];

function read(
  clusters: Record<
    string,
    ((query: string) => Promise<PrometheusMatrix>) | undefined
  >,
) {
  const asked: Array<[string, string, number]> = [];
  const provider = createTimelineProvider({
    deadlineMs: 50,
    places: {
      of: () =>
        Object.entries(clusters).map(([cluster, answer]) =>
          place(cluster, answer !== undefined),
        ),
    },
    prometheus: {
      has: () => true,
      matrix: async (cluster, query, { stepSeconds }) => {
        asked.push([cluster, query, stepSeconds]);
        return clusters[cluster]?.(query) ?? [];
      },
    },
  });
  const answer = provider.read(
    { entityRefs: [ORDERS], from: FROM, to: FROM + HOUR, limit: 100 },
    { credentials: mockCredentials.user() },
  );
  return { answer, asked };
}
const well = async (query: string) => {
  if (query === FIRING) return matrix(LABELS, 10);
  return query === 'ALERTS_FOR_STATE' ? [] : matrix({}, 0, 30, 60);
};

it('has alerts of each cluster, says which is not known, and where metrics are', async () => {
  const { answer, asked } = read({
    gke: well,
    aks: async () => {
      throw new ServiceUnavailableError('it is down');
    },
    dev: undefined,
  });
  const { lanes, places } = await answer;
  expect(asked.filter(([, query]) => query === FIRING)).toEqual([
    ['gke', FIRING, 30],
    ['aks', FIRING, 30],
  ]);
  expect(lanes).toMatchObject([
    { place: 'gke/shop orders', items: [{ title: 'HighErrorRate' }] },
    {
      place: 'aks/shop orders',
      knownFrom: FROM + HOUR,
      lacking: ['Prometheus of aks: it is down'],
    },
    { place: 'dev/shop orders', knownFrom: FROM + HOUR },
  ]);
  expect(lanes[0]).not.toHaveProperty('knownFrom');
  expect(
    places?.map(({ cluster, environment }) => [cluster, environment]),
  ).toEqual([
    ['gke', 'prod'],
    ['aks', 'prod'],
  ]);
});

it('one Prometheus that never answers takes nothing from the others', async () => {
  const { answer } = read({ gke: well, aks: () => new Promise(() => {}) });
  const { lanes, places } = await answer;
  expect(lanes[0].items).toHaveLength(1);
  expect(lanes[1]).toMatchObject({
    items: [],
    knownFrom: FROM + HOUR,
    knownFromReason: 'unknown: Prometheus of aks does not answer',
    lacking: ['Prometheus of aks: no answer within 0.05 s'],
  });
  expect(places).toHaveLength(2);
});

it.each<[string, PrometheusMatrix, number | undefined]>([
  ['all of the range', matrix({}, 0, 60), undefined],
  ['a part of it', matrix({}, 20, 60), FROM + HOUR / 3],
  ['none of it', [], FROM + HOUR],
])('a Prometheus that keeps %s', async (_, kept, knownFrom) => {
  const { answer } = read({
    gke: async query => (query === FIRING ? [] : kept),
  });
  const { lanes } = await answer;
  expect(lanes[0].knownFrom).toBe(knownFrom);
  expect(lanes[0].knownFromReason).toBe(
    knownFrom && 'Prometheus of gke has nothing before.',
  );
});
