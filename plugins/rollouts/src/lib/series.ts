import {
  GoldenMetric,
  Measurement,
  MetricSeries,
} from '@slipway/plugin-metrics-common';

/** Points of a chart: `[unix seconds, value or null]`, oldest first. */
export type Points = MetricSeries['points'];

/** Points of one metric out of a set of series; none when it is not there. */
export function pointsOf(
  series: readonly MetricSeries[] | undefined,
  metric: GoldenMetric,
): Points {
  return series?.find(one => one.metric === metric)?.points ?? [];
}

/**
 * Adds what came live to a series that was fetched once, so that a chart goes
 * on without asking again. Times are cut to whole steps, so that two lines have
 * their points at the same times; of each step the first measurement counts.
 * `no-traffic` is a gap; `unknown` adds nothing. Points older than the window
 * before the newest fall out.
 */
export function appendMeasurements(
  points: Points,
  measurements: readonly Measurement[],
  range: { windowSeconds: number; stepSeconds: number },
): Points {
  const all = [...points];
  for (const measurement of measurements) {
    if (measurement.state !== 'unknown') {
      const seconds = Date.parse(measurement.at) / 1000;
      const at = Math.floor(seconds / range.stepSeconds) * range.stepSeconds;
      const last = all.at(-1);
      if (!Number.isNaN(at) && !(last && at <= last[0])) {
        const { state } = measurement;
        all.push([at, state === 'measured' ? measurement.value : null]);
      }
    }
  }
  const newest = all.at(-1)?.[0] ?? 0;
  return all.filter(([time]) => time >= newest - range.windowSeconds);
}
