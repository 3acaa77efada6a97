import {
  baselineProblem,
  disturbances,
  judge,
  RunDetail,
  RunPart,
  RunState,
  RunStop,
  Sample,
  stopReason,
} from '@slipway/plugin-resilience-common';

/** A part that is not there by then, or not gone, ends the run. */
export const PATIENCE_MS = 180_000;

const isOver = ({ phase }: RunPart) => phase === 'ended' || phase === 'skipped';

/** Something of it may have an effect now, or may get one. */
export const isLive = ({ phase }: RunPart) =>
  phase === 'starting' || phase === 'running' || phase === 'ending';

/** When a part is due by the plan, in ms. */
function plannedStart({ createdAt }: RunDetail, part: RunPart): number {
  return Date.parse(createdAt) + part.startSeconds * 1000;
}

/** Load that runs in the baseline. */
function baselineLoads(run: RunDetail): RunPart[] {
  const disturbing = new Set(disturbances(run.parts));
  return run.parts.filter(
    part =>
      !disturbing.has(part) &&
      part.startSeconds < run.design.baselineSeconds &&
      part.phase !== 'skipped',
  );
}

/**
 * By how much the faults are later than planned, in ms: as long as the load of
 * the baseline took to arrive. Undefined while it has not arrived.
 */
export function delayOf(run: RunDetail): number | undefined {
  let delay = 0;
  for (const load of baselineLoads(run)) {
    if (load.effectiveAt === undefined) return undefined;
    delay = Math.max(
      delay,
      Date.parse(load.effectiveAt) - plannedStart(run, load),
    );
  }
  return delay;
}

/** Parts that are due now and were not asked for, in their order. */
export function dueParts(run: RunDetail, now: number): RunPart[] {
  if (run.stop) return [];
  const disturbing = new Set(disturbances(run.parts));
  const delay = delayOf(run);
  return run.parts
    .filter(part => {
      if (part.phase !== 'waiting') return false;
      const start = plannedStart(run, part);
      if (!disturbing.has(part)) return now >= start;
      return delay !== undefined && now >= start + delay;
    })
    .sort((a, b) => a.startSeconds - b.startSeconds);
}

/** Why the first disturbance may not be started; undefined when it may, or when one was started before. */
export function gateOfBaseline(
  run: RunDetail,
  due: readonly RunPart[],
  samples: readonly Sample[],
): string | undefined {
  const disturbing = disturbances(run.parts);
  return due.some(part => disturbing.includes(part)) &&
    disturbing.every(({ phase }) => phase === 'waiting')
    ? baselineProblem(run, samples)
    : undefined;
}

/** In the order of time: providers write times with and without milliseconds. */
const inOrder = (times: readonly string[]) =>
  [...times].sort((a, b) => Date.parse(a) - Date.parse(b));

/** When something was injected, and when the effect of all of it was gone. */
function withEffects(run: RunDetail): RunDetail {
  const disturbing = disturbances(run.parts);
  const proved = disturbing.filter(({ effectiveAt }) => effectiveAt);
  const [injectedAt] = inOrder(
    proved.flatMap(({ effectiveAt }) => effectiveAt ?? []),
  );
  const ends = proved.flatMap(({ effectEndedAt }) => effectEndedAt ?? []);
  const faultEndedAt =
    proved.length > 0 &&
    disturbing.every(isOver) &&
    ends.length === proved.length
      ? inOrder(ends)[ends.length - 1]
      : undefined;
  return {
    ...run,
    ...(injectedAt ? { injectedAt } : {}),
    ...(faultEndedAt ? { faultEndedAt } : {}),
  };
}

/** What a part did that ends the run. */
function stopOfParts(run: RunDetail, now: number): string | undefined {
  // A portal that was away asks first: what it missed is not late.
  const back = Math.max(0, ...run.absences.map(({ to }) => Date.parse(to)));
  for (const part of run.parts) {
    const { title, outcome, reason, phase, startedAt } = part;
    const why = reason ? `: ${reason}` : '.';
    if (outcome === 'failed') return `${title} failed${why}`;
    if (outcome === 'stopped') return `${title} was stopped${why}`;
    if (
      phase === 'ended' &&
      part.effectiveAt === undefined &&
      disturbances(run.parts).includes(part)
    ) {
      return `${title} ended, and it is not proved that it had an effect${why}`;
    }
    const since = startedAt === undefined ? now : Date.parse(startedAt);
    const due = since + part.durationSeconds * 1000;
    const late = now - Math.max(due, back) > PATIENCE_MS;
    if (phase === 'starting' && now - Math.max(since, back) > PATIENCE_MS) {
      return `${title} had no effect within ${PATIENCE_MS / 1000} s.`;
    }
    if (isLive(part) && late) return `${title} did not end in time.`;
  }
  return undefined;
}

/** Why the run is to end early, if it is. */
function stopOf(
  run: RunDetail,
  samples: readonly Sample[],
  now: number,
): RunStop | undefined {
  if (run.stop) return run.stop;
  const at = new Date(now).toISOString();
  const broken = run.parts.some(isLive) ? stopReason(run, samples) : undefined;
  if (broken) return { at, cause: 'steady-state', reason: broken };
  const part = stopOfParts(run, now);
  return part ? { at, cause: 'part', reason: part } : undefined;
}

/** Whether the recovery has been watched to its end. */
function watched(run: RunDetail, samples: readonly Sample[], now: number) {
  const { faultEndedAt, design, stop } = run;
  if (faultEndedAt === undefined) return true;
  const end = Date.parse(faultEndedAt) + design.recoverySeconds * 1000;
  if (now >= end + run.sampleSeconds * 1000) return true;
  // After a stop the load is gone too: what was found is enough.
  return (
    stop !== undefined &&
    judge(run, samples).recovery.every(({ state }) => state === 'within')
  );
}

function endStateOf({ stop, parts }: RunDetail): RunState {
  if (!stop) return 'finished';
  return stop.cause === 'part' &&
    parts.some(({ outcome }) => outcome === 'failed')
    ? 'failed'
    : 'stopped';
}

function stateOf(
  run: RunDetail,
  samples: readonly Sample[],
  now: number,
): RunState {
  const over = run.parts.every(isOver);
  if (run.stop) {
    if (!over) return 'stopping';
    const watch =
      run.stop.cause === 'steady-state' && !watched(run, samples, now);
    return watch ? 'recovering' : endStateOf(run);
  }
  if (run.injectedAt === undefined) return 'baseline';
  if (!disturbances(run.parts).every(isOver)) return 'injecting';
  return over && watched(run, samples, now) ? endStateOf(run) : 'recovering';
}

/** When a run ends by the plan, with the time that its load took to arrive. */
function plannedEnd(run: RunDetail, planned: number): string {
  const delay = delayOf(run) ?? 0;
  return new Date(
    Date.parse(run.createdAt) + planned * 1000 + delay,
  ).toISOString();
}

/**
 * Where a run stands, from what is known of its parts and its samples. Pure:
 * it starts and stops nothing.
 *
 * @param planned - planned end, in seconds from the start
 */
export function progress(
  before: RunDetail,
  samples: readonly Sample[],
  now: number,
  planned: number,
): RunDetail {
  const run = withEffects(before);
  const stop = stopOf(run, samples, now);
  const next: RunDetail = {
    ...run,
    ...(stop ? { stop } : { plannedEndAt: plannedEnd(run, planned) }),
  };
  // What was not asked for yet is not asked for any more.
  const parts = stop
    ? next.parts.map(part =>
        part.phase === 'waiting'
          ? { ...part, phase: 'skipped' as const, state: 'not started' }
          : part,
      )
    : next.parts;
  const whole = withEffects({ ...next, parts });
  return { ...whole, state: stateOf(whole, samples, now) };
}
