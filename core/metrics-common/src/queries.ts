import { checkedWindow, escapeLabelValue, inboundLabels } from './promql';
import { GoldenMetric, MetricsTarget, QueryDefinition } from './types';

/**
 * The table of golden metrics over Linkerd's proxy series.
 *
 * Linkerd makes a series only when something of it has happened: a revision
 * that fails every request has no `classification="success"` series. `or
 * vector(0)` makes that 0, and not "no such series". Without any response the
 * quotient stays empty, and with none in the window it is NaN.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/
 */
export const GOLDEN_QUERIES: Record<GoldenMetric, QueryDefinition> = {
  successRate: {
    metric: 'successRate',
    unit: 'ratio',
    title: 'Success rate',
    build: (target, window) => {
      const success = rate(
        'response_total',
        inboundLabels(target, { classification: 'success' }),
        window,
      );
      const all = rate('response_total', inboundLabels(target), window);
      return `(sum(${success}) or vector(0)) / sum(${all})`;
    },
  },
  requestRate: {
    metric: 'requestRate',
    unit: 'req/s',
    title: 'Requests',
    build: (target, window) =>
      `sum(${rate('request_total', inboundLabels(target), window)})`,
  },
  latencyP50: latency('latencyP50', 'Latency p50', 0.5),
  latencyP95: latency('latencyP95', 'Latency p95', 0.95),
  latencyP99: latency('latencyP99', 'Latency p99', 0.99),
};

/**
 * Requests per second to a workload, by who sends them: the outbound series of
 * the proxies of the callers.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/#outbound-labels `dst_deployment`, `dst_namespace`
 */
export function callersQuery(
  target: { namespace: string; deployment: string },
  window: string,
): string {
  const labels = [
    'direction="outbound"',
    `dst_namespace="${escapeLabelValue(target.namespace)}"`,
    `dst_deployment="${escapeLabelValue(target.deployment)}"`,
  ].join(',');
  return `sum by (namespace, deployment) (${rate(
    'request_total',
    labels,
    window,
  )})`;
}

function latency(
  metric: GoldenMetric,
  title: string,
  quantile: number,
): QueryDefinition {
  return {
    metric,
    unit: 'ms',
    title,
    build: (target: MetricsTarget, window: string) => {
      const buckets = rate(
        'response_latency_ms_bucket',
        inboundLabels(target),
        window,
      );
      return `histogram_quantile(${quantile}, sum(${buckets}) by (le))`;
    },
  };
}

function rate(series: string, labels: string, window: string): string {
  return `rate(${series}{${labels}}[${checkedWindow(window)}])`;
}
