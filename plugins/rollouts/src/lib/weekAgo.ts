import {
  GoldenMetric,
  MetricUnit,
  Points,
} from '@slipway/plugin-metrics-common';
import {
  differenceWords,
  GoldenSeriesReading,
  medianOf,
  medianWords,
} from '@slipway/plugin-portal-react';

/**
 * What a metric was a week ago, and how it differs now; says apart that nobody
 * called, that nothing was kept, and that it could not be read.
 *
 * @param now - of the last 15 minutes
 */
export function weekAgoWords(
  metric: GoldenMetric,
  unit: MetricUnit,
  now: Points,
  weekAgo: GoldenSeriesReading,
): string {
  const { status } = weekAgo.fetched;
  if (status === 'loading') return 'a week ago: …';
  if (status === 'failed') return 'a week ago: unknown';
  const then = weekAgo.points(metric);
  if (then.length === 0) return 'no data a week ago';
  const difference = differenceWords(metric, medianOf(now), medianOf(then));
  return `${medianWords(then, unit)} a week ago${
    difference ? ` (${difference})` : ''
  }`;
}
