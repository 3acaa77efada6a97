import { secondsInWords } from '../actions/words';
import { counted, ofRevision } from '../words';
import { isActive } from '../actions/stop';
import { Recovery, Threshold } from '../types';
import { holds, JudgedRun, Line } from './lines';

/** A threshold with its limit in the unit of the metric. */
export interface Bounded {
  threshold: Threshold;
  limit: number | undefined;
}

/**
 * The time of the first of `consecutive` readings in a row, all at or after
 * `from`, in which every threshold holds; readings without a value of one of
 * the metrics interrupt the row. In ms.
 */
export function firstInBand(
  line: Line,
  bounded: readonly Bounded[],
  from: number,
  consecutive: number,
): number | undefined {
  let row: number[] = [];
  for (const { at, reading } of line.readings) {
    if (at < from) continue;
    const inBand = bounded.every(({ threshold, limit }) => {
      const value = reading.values[threshold.metric];
      return (
        value !== undefined &&
        limit !== undefined &&
        holds(threshold, value, limit)
      );
    });
    row = inBand ? [...row, at] : [];
    if (row.length === consecutive) return row[0];
  }
  return undefined;
}

/**
 * Recovery time: from the end of the fault to the first of N consecutive,
 * non-empty samples in which every threshold holds.
 */
export function recoveryOf(
  run: JudgedRun,
  line: Line,
  bounded: readonly Bounded[],
): Recovery {
  const { design, faultEndedAt, sampleSeconds } = run;
  const { consecutive, windowSeconds } = design.hypothesis;
  const common = {
    revision: line.revision,
    consecutive,
    everySeconds: sampleSeconds,
    windowSeconds,
  };
  if (faultEndedAt === undefined) {
    return {
      ...common,
      state: 'unknown',
      watchedSeconds: 0,
      reason: 'The end of what was injected was not seen.',
    };
  }
  const from = Date.parse(faultEndedAt);
  const after = line.readings.filter(({ at }) => at >= from);
  const last = after[after.length - 1]?.at ?? from;
  const watchedSeconds = (last - from) / 1000;
  if (bounded.some(({ limit }) => limit === undefined)) {
    return {
      ...common,
      state: 'unknown',
      watchedSeconds,
      reason: 'The baseline has too few samples to derive a limit from.',
    };
  }
  const at = firstInBand(line, bounded, from, consecutive);
  if (at !== undefined) {
    const seconds = (at - from) / 1000;
    return {
      ...common,
      state: 'within',
      seconds,
      at: new Date(at).toISOString(),
      watchedSeconds,
      reason: `Every threshold${ofRevision(line.revision)} held in ${counted(
        consecutive,
        'sample',
      )} in a row, the first ${secondsInWords(
        seconds,
      )} after the end of what was injected.`,
    };
  }
  const full = after.filter(({ reading }) =>
    bounded.every(
      ({ threshold }) => reading.values[threshold.metric] !== undefined,
    ),
  );
  // One interval of tolerance: the last sample is up to so much before the end.
  const whole = watchedSeconds >= design.recoverySeconds - 2 * sampleSeconds;
  if (!whole || full.length < consecutive || full.length * 2 < after.length) {
    let reason = 'It was not watched until the end of the recovery.';
    if (whole) {
      reason = `Only ${full.length} of ${counted(
        after.length,
        'sample',
      )} after the end of what was injected have figures.`;
    } else if (isActive(run)) reason = 'Not yet.';
    return { ...common, state: 'unknown', watchedSeconds, reason };
  }
  return {
    ...common,
    state: 'not-within',
    watchedSeconds,
    reason: `Not within ${secondsInWords(
      watchedSeconds,
    )}: every threshold${ofRevision(line.revision)} did not hold in ${counted(
      consecutive,
      'sample',
    )} in a row.`,
  };
}
