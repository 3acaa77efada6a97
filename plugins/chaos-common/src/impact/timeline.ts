import { FaultCore, TargetEvent, TargetRecord } from '../types';

/** Seconds before the first injection by which it is judged what is usual. */
export const BASELINE_SECONDS = 300;
/** Seconds after the end in which a metric should be as before. */
export const RECOVERY_SECONDS = 600;
/** About as many points as a chart has room for. */
const POINTS = 180;
/** Measurements come no more often. */
const LEAST_STEP = 5;

/** What the records say of when targets were disturbed. All times are Unix seconds. */
export interface FaultTimeline {
  /** First injection; absent while nothing was injected. */
  from?: number;
  /** Last recovery, of one-shots last injection; absent while a target is disturbed, and where nobody knows. */
  to?: number;
  /** Times in which at least one target was disturbed; without an end while it is. None for what happens once. */
  spans: Array<{ from: number; to?: number }>;
  /** Injections and recoveries, those of one second together. */
  marks: Array<{ time: number; label: string }>;
}

const seconds = (iso: string) => Math.floor(Date.parse(iso) / 1000);

type Moment = { time: number; operation: TargetEvent['operation'] };

/** Of one second, injections go first: a recovery of nothing is none. */
const orderOf = ({ operation }: Moment) => (operation === 'Apply' ? 0 : 1);

function momentsOf(records: readonly TargetRecord[]): Moment[] {
  return records
    .filter(({ side }) => side === 'source')
    .flatMap(({ events }) => events)
    .filter(({ outcome, at }) => outcome === 'Succeeded' && at !== '')
    .map(({ at, operation }) => ({ time: seconds(at), operation }))
    .sort((a, b) => a.time - b.time || orderOf(a) - orderOf(b));
}

function marksOf(moments: readonly Moment[]): FaultTimeline['marks'] {
  const counts = new Map<
    string,
    { time: number; operation: string; count: number }
  >();
  for (const { time, operation } of moments) {
    const key = `${time} ${operation}`;
    const one = counts.get(key) ?? { time, operation, count: 0 };
    counts.set(key, { ...one, count: one.count + 1 });
  }
  return [...counts.values()].map(({ time, operation, count }) => ({
    time,
    label: `${count} target${count === 1 ? '' : 's'} ${
      operation === 'Apply' ? 'injected' : 'recovered'
    }`,
  }));
}

function spansOf(
  moments: readonly Moment[],
  known: Pick<FaultTimeline, 'from' | 'to'>,
): FaultTimeline['spans'] {
  const spans: FaultTimeline['spans'] = [];
  let disturbed = 0;
  let from: number | undefined;
  for (const { time, operation } of moments) {
    if (operation === 'Apply') {
      if (disturbed === 0) from = time;
      disturbed += 1;
    } else if (disturbed > 0) {
      disturbed -= 1;
      if (disturbed === 0 && from !== undefined) spans.push({ from, to: time });
    }
  }
  if (disturbed > 0 && from !== undefined) {
    spans.push({ from, ...(known.to === undefined ? {} : { to: known.to }) });
  }
  return spans;
}

/** When a fault disturbed its targets, by its records. */
export function faultTimeline(
  {
    injectedAt,
    endedAt,
    oneShot,
  }: Pick<FaultCore, 'injectedAt' | 'endedAt' | 'oneShot'>,
  records: readonly TargetRecord[],
): FaultTimeline {
  const moments = momentsOf(records);
  const known = {
    ...(injectedAt ? { from: seconds(injectedAt) } : {}),
    ...(endedAt ? { to: seconds(endedAt) } : {}),
  };
  return {
    ...known,
    spans: oneShot ? [] : spansOf(moments, known),
    marks: marksOf(moments),
  };
}

/**
 * The range that shows a fault with its baseline and its recovery. Without an
 * end while that is still to come.
 *
 * @param now - Unix seconds
 */
export function impactRange(
  {
    from,
    to,
  }: Required<Pick<FaultTimeline, 'from'>> & Pick<FaultTimeline, 'to'>,
  now: number,
): { start: number; end?: number; step: number } {
  const last = to === undefined ? now : Math.min(now, to + RECOVERY_SECONDS);
  const start = from - BASELINE_SECONDS;
  const step = Math.max(
    LEAST_STEP,
    Math.ceil((last - start) / POINTS / LEAST_STEP) * LEAST_STEP,
  );
  // On whole steps, so that what comes live lies on the same ones.
  const aligned = Math.floor(start / step) * step;
  return {
    start: aligned,
    step,
    ...(to !== undefined && now > to + RECOVERY_SECONDS
      ? { end: to + RECOVERY_SECONDS }
      : {}),
  };
}
