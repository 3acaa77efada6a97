import { goldenTopic, MetricSeries } from '@slipway/plugin-metrics-common';
import { fakeGoldenMetrics } from '@slipway/plugin-metrics-node/testUtils';
import { startPluginHarness } from '@slipway/test-utils';
import { metricsPlugin } from './plugin';

const TARGET = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  deployment: 'order-service',
};
const RANGE = { start: '1000', end: '1060', step: '10' };
const SERIES: MetricSeries[] = [
  {
    metric: 'latencyP95',
    unit: 'ms',
    stepSeconds: 10,
    // No traffic at 1010, and nothing known of 1020.
    points: [
      [1000, 84],
      [1010, null],
      [1030, 90],
    ],
  },
];

async function start() {
  const metrics = fakeGoldenMetrics();
  metrics.setSeries(TARGET, SERIES);
  metrics.set(TARGET, {
    latencyP95: { state: 'no-traffic', at: '2026-01-01T00:00:00Z', over: '1m' },
  });
  const harness = await startPluginHarness(metricsPlugin, {
    features: [metrics.factory],
  });
  const get = (query: Record<string, string>, user = 'vera') =>
    harness
      .as(user)
      .get(`/api/metrics/v1/golden?${new URLSearchParams(query)}`);
  return { ...harness, metrics, get };
}

describe('golden metrics', () => {
  it('gives the series of a workload, no traffic apart from what is not known', async () => {
    const { get, metrics } = await start();
    const { status, body } = await get({ ...TARGET, ...RANGE });
    expect(status).toBe(200);
    expect(body).toEqual({ series: SERIES });
    expect(metrics.asked).toEqual([{ method: 'range', target: TARGET }]);
  });

  it.each<[string, Record<string, string>, string]>([
    ['no target', { deployment: '' }, 'deployment'],
    ['no end', { end: '900' }, 'end must be later than start'],
    ['too many points', { end: '99999', step: '1' }, 'more than 1000 points'],
    ['milliseconds', { start: '1767261600000000' }, 'before the year 10000'],
    ['what it does not know', { query: 'up' }, 'query'],
    ['a window that is none', { window: '1m]' }, 'window'],
  ])('refuses %s', async (_, changes, words) => {
    const { get, metrics } = await start();
    const { status, body } = await get({ ...TARGET, ...RANGE, ...changes });
    expect(status).toBe(400);
    expect(body.error.message).toContain(words);
    expect(metrics.asked).toEqual([]);
  });

  it('needs a workload or a revision', async () => {
    const { get } = await start();
    const { cluster, namespace } = TARGET;
    const answer = await get({ cluster, namespace, ...RANGE });
    expect(answer.status).toBe(400);
    const revision = { cluster, namespace, podTemplateHash: 'abc', ...RANGE };
    expect((await get(revision)).status).toBe(200);
  });

  it('needs the permission to read', async () => {
    const { get, metrics } = await start();
    const { status, body } = await get({ ...TARGET, ...RANGE }, 'blind');
    expect(status).toBe(403);
    expect(body.error.message).toContain('metrics.read');
    expect(metrics.asked).toEqual([]);
  });

  it('says that the source is down', async () => {
    const { get, metrics } = await start();
    metrics.setDown('Prometheus does not answer');
    const { status, body } = await get({ ...TARGET, ...RANGE });
    expect(status).toBe(503);
    expect(body.error.message).toContain('Prometheus does not answer');
  });

  it('has what is measured now on the live stream', async () => {
    const { live } = await start();
    const topic = await live.open(goldenTopic, TARGET);
    await topic.waitFor(({ ready }) => ready);
    expect(topic.items.get('now')).toMatchObject({
      latencyP95: { state: 'no-traffic' },
    });
    topic.close();
  });
});
