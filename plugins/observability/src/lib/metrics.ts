import { GoldenMetric, MetricUnit } from '@slipway/plugin-metrics-common';

/** The golden metrics in the order in which they are shown. */
export const METRICS: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'Success rate', unit: 'ratio' },
  { metric: 'requestRate', title: 'Requests', unit: 'req/s' },
  { metric: 'latencyP50', title: 'p50 latency', unit: 'ms' },
  { metric: 'latencyP95', title: 'p95 latency', unit: 'ms' },
  { metric: 'latencyP99', title: 'p99 latency', unit: 'ms' },
];
