import { checkedWindow, escapeLabelValue } from './promql';
import { callersQuery, GOLDEN_QUERIES, workloadOf } from './queries';
import { GoldenMetric } from './types';

const workload = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  deployment: 'order-service',
};
/** Both ways in which the workload stands in the series. */
const both = (series: string, more = '') =>
  [
    'deployment="order-service"',
    'replicaset=~"order-service-[2456789bcdfghjklmnpqrstvwxz]+"',
  ]
    .map(
      subject =>
        `rate(${series}{${more}namespace="ecommerce",${subject},direction="inbound",route_name!="probe"}[1m])`,
    )
    .join(' or ');
const quantile = (q: number) =>
  `histogram_quantile(${q}, sum(${both(
    'response_latency_ms_bucket',
  )}) by (le))`;

describe('GOLDEN_QUERIES', () => {
  it.each<[GoldenMetric, string]>([
    [
      'successRate',
      `(sum(${both(
        'response_total',
        'classification="success",',
      )}) or vector(0)) / sum(${both('response_total')})`,
    ],
    ['requestRate', `sum(${both('request_total')})`],
    ['latencyP50', quantile(0.5)],
    ['latencyP95', quantile(0.95)],
    ['latencyP99', quantile(0.99)],
  ])('%s', (metric, query) => {
    expect(GOLDEN_QUERIES[metric].build(workload, '1m')).toBe(query);
    expect(GOLDEN_QUERIES[metric].metric).toBe(metric);
  });

  const { cluster, namespace } = workload;
  it.each([
    [
      'by its hash',
      { cluster, namespace, podTemplateHash: '7d4b9c' },
      'sum(rate(request_total{namespace="ecommerce",rollouts_pod_template_hash="7d4b9c",direction="inbound",route_name!="probe"}[30s]))',
    ],
    [
      'by its ReplicaSet too, when the workload is named',
      { ...workload, podTemplateHash: '7d4b9c' },
      'sum(rate(request_total{namespace="ecommerce",rollouts_pod_template_hash="7d4b9c",direction="inbound",route_name!="probe"}[30s]) or rate(request_total{namespace="ecommerce",replicaset="order-service-7d4b9c",direction="inbound",route_name!="probe"}[30s]))',
    ],
  ])('selects a revision %s', (_, target, query) => {
    expect(GOLDEN_QUERIES.requestRate.build(target, '30s')).toBe(query);
  });

  it('keeps every value inside its quotes', () => {
    expect(
      GOLDEN_QUERIES.requestRate.build(
        { ...workload, deployment: 'a"} or up{x="\\\n.*' },
        '1m',
      ),
    ).toBe(
      'sum(rate(request_total{namespace="ecommerce",deployment="a\\"} or up{x=\\"\\\\\\n.*",direction="inbound",route_name!="probe"}[1m]) or rate(request_total{namespace="ecommerce",replicaset=~"a\\"\\\\} or up\\\\{x=\\"\\\\\\\\\\n\\\\.\\\\*-[2456789bcdfghjklmnpqrstvwxz]+",direction="inbound",route_name!="probe"}[1m]))',
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

describe('workloads in series', () => {
  it.each([
    [{ deployment: 'cart' }, 'cart'],
    [{ replicaset: 'order-service-7d4b9c' }, 'order-service'],
    [{ deployment: '', replicaset: 'cart-6dfb' }, 'cart'],
    [{ replicaset: 'order-service' }, 'order-service'],
    [{}, undefined],
  ])('%j is of %s', (labels, workloadName) => {
    expect(workloadOf(labels)).toBe(workloadName);
  });

  it('counts the callers of a Deployment and of a Rollout', () => {
    expect(callersQuery(workload, '1m')).toBe(
      'sum by (namespace, deployment, replicaset) (rate(request_total{direction="outbound",dst_namespace="ecommerce",dst_deployment="order-service"}[1m]) or rate(request_total{direction="outbound",dst_namespace="ecommerce",dst_replicaset=~"order-service-[2456789bcdfghjklmnpqrstvwxz]+"}[1m]))',
    );
  });
});
