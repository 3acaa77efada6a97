import { GoldenMetric, Measurement, MetricSeries } from './types';

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

/** What is known of a series over a range, in numbers of points. */
export interface Coverage {
  measured: number;
  /** The source answered, and nobody called. */
  noTraffic: number;
  /** The source has nothing for these times. */
  unknown: number;
}

/**
 * How much of a range is measured: a point without a value is no traffic, a
 * time without a point is not known.
 *
 * @param range - Unix seconds, ends included
 */
export function coverage(
  points: Points,
  range: { start: number; end: number; step: number },
): Coverage {
  const inside = points.filter(
    ([time]) => time >= range.start && time <= range.end,
  );
  const expected = Math.floor((range.end - range.start) / range.step) + 1;
  const measured = inside.filter(([, value]) => value !== null).length;
  return {
    measured,
    noTraffic: inside.length - measured,
    unknown: Math.max(0, expected - inside.length),
  };
}
