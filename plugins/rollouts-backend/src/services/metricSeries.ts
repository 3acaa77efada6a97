import { GoldenMetric, MetricSeries } from '@slipway/plugin-metrics-common';
import { GoldenMetricsService } from '@slipway/plugin-metrics-node';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { metricsTargets, RevisionTarget } from './metricsTargets';

const METRICS: GoldenMetric[] = [
  'successRate',
  'requestRate',
  'latencyP50',
  'latencyP95',
  'latencyP99',
];

/**
 * Golden metrics of both revisions over a range. A revision that is not there has none.
 *
 * @param range - unix seconds, and the distance of points in seconds
 * @throws ServiceUnavailableError when Prometheus does not answer
 */
export async function metricSeries(
  metrics: GoldenMetricsService,
  summary: RolloutSummary,
  range: { start: number; end: number; step: number },
): Promise<{ stable: MetricSeries[]; canary: MetricSeries[] }> {
  const { stable, canary } = metricsTargets(summary);
  const of = async (target: RevisionTarget | undefined) =>
    target
      ? metrics.range(target, METRICS, {
          start: new Date(range.start * 1000),
          end: new Date(range.end * 1000),
          stepSeconds: range.step,
        })
      : [];
  const [stableSeries, canarySeries] = await Promise.all([
    of(stable),
    of(canary),
  ]);
  return { stable: stableSeries, canary: canarySeries };
}
