import {
  GoldenMetric,
  GoldenMetrics,
  MetricSeries,
  MetricsTarget,
} from '@slipway/plugin-metrics-common';

/** The one way to Prometheus (root service `slipway.golden-metrics`). */
export interface GoldenMetricsService {
  /** True when a Prometheus is configured for this cluster. */
  has(cluster: string): boolean;
  /** All golden metrics of a target now. Never throws for a source that is down: its measurements are `unknown` with the reason. */
  now(
    target: MetricsTarget,
    options?: { window?: string },
  ): Promise<GoldenMetrics>;
  /** A range, for sparklines and charts. Throws ServiceUnavailableError with the reason when the source is down. */
  range(
    target: MetricsTarget,
    metrics: GoldenMetric[],
    range: { start: Date; end: Date; stepSeconds: number; window?: string },
  ): Promise<MetricSeries[]>;
}
