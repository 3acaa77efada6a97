import { Band, bandOf, inBand, MIN_BASELINE, movement } from './band';
import { Points } from './series';
import { GoldenMetric } from './types';

/** In-band samples in a row that count as recovered. */
export const RECOVERED_SAMPLES = 3;

/** How long the recovery of a metric took, or why that cannot be said. */
export type Recovery =
  /** Seconds from the end of the fault to the first of the samples in a row. */
  | { state: 'recovered'; seconds: number; at: number; band: Band }
  /** It did not leave its band. */
  | { state: 'unaffected'; band: Band }
  /** It has not recovered in all the time that was looked at. */
  | { state: 'not-within'; seconds: number; band: Band }
  /** It cannot be said yet. */
  | { state: 'waiting'; reason: string }
  | { state: 'unknown'; reason: string };

/** What a recovery is judged by. All times are Unix seconds. */
export interface RecoveryFacts {
  metric: GoldenMetric;
  points: Points;
  /** Distance of samples, in seconds. */
  step: number;
  /** The time before the fault from which the band is made. */
  baseline: { from: number; to: number };
  /** First injection. */
  from: number;
  /** Last recovery, of one-shots last injection; absent while it lasts. */
  to?: number;
  /** Until when samples are looked at. */
  until: number;
  /** Longest time in which it should have recovered, in seconds. */
  within: number;
}

/** The first of so many in-band samples in a row; a sample without a value or a missing one ends the row. */
function firstOfRow(
  { points, step }: Pick<RecoveryFacts, 'points' | 'step'>,
  band: Band,
  from: number,
  to: number,
): number | undefined {
  let row: number[] = [];
  for (const [time, value] of points) {
    if (time < from || time > to) continue;
    const last = row.at(-1);
    if (last !== undefined && time - last > step * 1.5) row = [];
    if (value !== null && inBand(band, value)) row.push(time);
    else row = [];
    if (row.length === RECOVERED_SAMPLES) return row[0];
  }
  return undefined;
}

/**
 * Recovery time: from the end of the fault to the first of
 * {@link RECOVERED_SAMPLES} consecutive samples that have a value in the band of
 * the baseline.
 */
export function recovery(facts: RecoveryFacts): Recovery {
  const { metric, points, baseline, from, to, until, within } = facts;
  const band = bandOf(metric, points, baseline);
  if (!band) {
    return {
      state: 'unknown',
      reason: `fewer than ${MIN_BASELINE} samples were measured before the fault`,
    };
  }
  if (to === undefined) {
    return { state: 'waiting', reason: 'the fault has not ended' };
  }
  const end = Math.min(until, to + within);
  const at = firstOfRow(facts, band, to, end);
  if (at !== undefined) {
    return movement(points, band, { from, to: at }).state === 'stayed'
      ? { state: 'unaffected', band }
      : { state: 'recovered', seconds: at - to, at, band };
  }
  if (until < to + within) {
    return {
      state: 'waiting',
      reason: `no ${RECOVERED_SAMPLES} samples in a row were in the band yet`,
    };
  }
  const measured = points.some(
    ([time, value]) => time >= to && time <= end && value !== null,
  );
  return measured
    ? { state: 'not-within', seconds: within, band }
    : { state: 'unknown', reason: 'nothing was measured after the fault' };
}
