import {
  GoldenMetric,
  GoldenMetrics,
  LiveCaller,
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
  /**
   * Who calls a workload now, busiest first, by the outbound series of the
   * callers' own proxies. Empty where the source answered and nobody does.
   *
   * @throws NotFoundError when no Prometheus is configured
   * @throws ServiceUnavailableError when it does not answer
   */
  callers(target: {
    cluster: string;
    namespace: string;
    deployment: string;
  }): Promise<LiveCaller[]>;
  /** A range, for sparklines and charts. Throws ServiceUnavailableError with the reason when the source is down. */
  range(
    target: MetricsTarget,
    metrics: GoldenMetric[],
    range: { start: Date; end: Date; stepSeconds: number; window?: string },
  ): Promise<MetricSeries[]>;
}
