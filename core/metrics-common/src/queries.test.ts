import { checkedWindow, escapeLabelValue } from './promql';
import { GOLDEN_QUERIES } from './queries';
import { GoldenMetric } from './types';

const workload = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  deployment: 'order-service',
};
const inbound =
  'namespace="ecommerce",deployment="order-service",direction="inbound"';

describe('GOLDEN_QUERIES', () => {
  it.each<[GoldenMetric, string]>([
    [
      'successRate',
      `(sum(rate(response_total{classification="success",${inbound}}[1m])) or vector(0)) / sum(rate(response_total{${inbound}}[1m]))`,
    ],
    ['requestRate', `sum(rate(request_total{${inbound}}[1m]))`],
    [
      'latencyP50',
      `histogram_quantile(0.5, sum(rate(response_latency_ms_bucket{${inbound}}[1m])) by (le))`,
    ],
    [
      'latencyP95',
      `histogram_quantile(0.95, sum(rate(response_latency_ms_bucket{${inbound}}[1m])) by (le))`,
    ],
    [
      'latencyP99',
      `histogram_quantile(0.99, sum(rate(response_latency_ms_bucket{${inbound}}[1m])) by (le))`,
    ],
  ])('%s', (metric, query) => {
    expect(GOLDEN_QUERIES[metric].build(workload, '1m')).toBe(query);
    expect(GOLDEN_QUERIES[metric].metric).toBe(metric);
  });

  it('selects a revision by its hash, also when the workload is named', () => {
    expect(
      GOLDEN_QUERIES.requestRate.build(
        { ...workload, podTemplateHash: '7d4b9c' },
        '30s',
      ),
    ).toBe(
      'sum(rate(request_total{namespace="ecommerce",rollouts_pod_template_hash="7d4b9c",direction="inbound"}[30s]))',
    );
  });

  it('keeps every value inside its quotes', () => {
    expect(
      GOLDEN_QUERIES.requestRate.build(
        { ...workload, deployment: 'a"} or up{x="\\\n' },
        '1m',
      ),
    ).toBe(
      'sum(rate(request_total{namespace="ecommerce",deployment="a\\"} or up{x=\\"\\\\\\n",direction="inbound"}[1m]))',
    );
  });

  it('refuses a target that names nothing', () => {
    expect(() =>
      GOLDEN_QUERIES.requestRate.build(
        { cluster: 'gke-prod', namespace: 'ecommerce' },
        '1m',
      ),
    ).toThrow('needs a namespace and a deployment or podTemplateHash');
  });
});

describe('escapeLabelValue', () => {
  it.each([
    ['plain', 'plain'],
    ['"', '\\"'],
    ['\\', '\\\\'],
    ['\\"', '\\\\\\"'],
    ['a\nb\rc', 'a\\nb\\rc'],
    ['größe 注文', 'größe 注文'],
  ])('%j', (value, escaped) => {
    expect(escapeLabelValue(value)).toBe(escaped);
  });
});

describe('checkedWindow', () => {
  it.each(['1s', '15s', '1m', '24h'])('accepts %s', window => {
    expect(checkedWindow(window)).toBe(window);
  });

  it.each(['', '0s', '1', 'm', '1d', '1m30s', '1m] or up[1m', '-1m', '1 m'])(
    'refuses %j',
    window => {
      expect(() => checkedWindow(window)).toThrow('window must be');
    },
  );
});
