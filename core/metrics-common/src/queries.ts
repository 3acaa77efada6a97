import {
  inboundRate,
  Matcher,
  rateOf,
  subjectsOf,
  workloadOfReplicaSet,
} from './promql';
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
      const success = inboundRate('response_total', target, window, [
        ['classification', '=', 'success'],
      ]);
      const all = inboundRate('response_total', target, window);
      return `(sum(${success}) or vector(0)) / sum(${all})`;
    },
  },
  requestRate: {
    metric: 'requestRate',
    unit: 'req/s',
    title: 'Requests',
    build: (target, window) =>
      `sum(${inboundRate('request_total', target, window)})`,
  },
  latencyP50: latency('latencyP50', 'Latency p50', 0.5),
  latencyP95: latency('latencyP95', 'Latency p95', 0.95),
  latencyP99: latency('latencyP99', 'Latency p99', 0.99),
};

/**
 * Requests per second to a workload, by who sends them: the outbound series of
 * the proxies of the callers. A caller has `deployment` or `replicaset`
 * (`callerOf` reads both).
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/#outbound-labels `dst_deployment`, `dst_replicaset`, `dst_namespace`
 */
export function callersQuery(
  target: { namespace: string; deployment: string },
  window: string,
): string {
  const rates = subjectsOf(target, 'dst_').map(subject =>
    rateOf(
      'request_total',
      [
        ['direction', '=', 'outbound'],
        ['dst_namespace', '=', target.namespace],
        subject,
      ] satisfies Matcher[],
      window,
    ),
  );
  return `sum by (namespace, deployment, replicaset) (${rates.join(' or ')})`;
}

/**
 * Name of the workload that a series is of: its Deployment, or what owns its
 * ReplicaSet. Undefined where it names neither.
 *
 * @param prefix - `dst_` for the callee of an outbound series
 */
export function workloadOf(
  labels: Readonly<Record<string, string>>,
  prefix: '' | 'dst_' = '',
): string | undefined {
  const replicaSet = labels[`${prefix}replicaset`];
  return (
    labels[`${prefix}deployment`] ||
    (replicaSet && workloadOfReplicaSet(replicaSet)) ||
    undefined
  );
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
      const buckets = inboundRate('response_latency_ms_bucket', target, window);
      return `histogram_quantile(${quantile}, sum(${buckets}) by (le))`;
    },
  };
}
