import { mockCredentials } from '@backstage/backend-test-utils';
import { ServiceUnavailableError } from '@backstage/errors';
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

it('has alerts of each cluster, says which is not known, and where metrics are', async () => {
  const asked: Array<[string, string, number]> = [];
  const provider = createTimelineProvider({
    places: {
      of: () => [place('gke', true), place('aks', true), place('dev', false)],
    },
    prometheus: {
      has: () => true,
      matrix: async (cluster, query, { stepSeconds }) => {
        asked.push([cluster, query, stepSeconds]);
        if (cluster === 'aks') throw new ServiceUnavailableError('it is down');
        const labels = {
          alertname: 'HighErrorRate',
          namespace: 'shop',
          deployment: 'orders',
        };
        return [{ labels, samples: [[FROM / 1000 + 600, 1]] }];
      },
    },
  });
  const { lanes, places } = await provider.read(
    { entityRefs: [ORDERS], from: FROM, to: FROM + HOUR, limit: 100 },
    { credentials: mockCredentials.user() },
  );
  expect(asked).toEqual([
    ['gke', 'ALERTS{alertstate="firing"}', 30],
    ['aks', 'ALERTS{alertstate="firing"}', 30],
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
  expect(places?.map(({ cluster }) => cluster)).toEqual(['gke', 'aks']);
});
