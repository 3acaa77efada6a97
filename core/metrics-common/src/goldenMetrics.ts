import { GoldenMetric, GoldenMetrics, Measurement } from './types';

/** All golden metrics, in the order in which users read them. */
export const GOLDEN_METRICS: readonly GoldenMetric[] = [
  'successRate',
  'requestRate',
  'latencyP50',
  'latencyP95',
  'latencyP99',
];

/** One measurement for each golden metric. */
export function goldenMetricsOf(
  measure: (metric: GoldenMetric) => Measurement,
): GoldenMetrics {
  return {
    successRate: measure('successRate'),
    requestRate: measure('requestRate'),
    latencyP50: measure('latencyP50'),
    latencyP95: measure('latencyP95'),
    latencyP99: measure('latencyP99'),
  };
}

/** All golden metrics unknown for the same reason (one sentence for users). */
export function unknownMetrics(reason: string): GoldenMetrics {
  return goldenMetricsOf(() => ({ state: 'unknown', reason }));
}
