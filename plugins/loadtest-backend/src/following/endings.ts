import { MasterStatus, RunDetail } from '@slipway/plugin-loadtest-common';
import { Ending } from '../database/RunStore';

/** A master that does not answer by then has failed to start. */
const START_MS = 120_000;
/** A master that has not taken all users away by then is ended. */
const STOP_MS = 45_000;
/** So long after its end by the clock a run is ended. */
const GRACE_MS = 60_000;

/** Looks are closer together from so long before the end of a curve. */
const BEFORE_END_MS = 1_000;
/** And for so long after it, or after a stop was asked for. */
const AFTER_END_MS = 15_000;

const since = (now: Date, iso: string) => now.getTime() - Date.parse(iso);

/** How a run ended whose master says that it is finished. Pure. */
export function endingOf(
  { stop }: RunDetail,
  { complete, state }: MasterStatus,
  now: Date,
): Ending {
  const at = now.toISOString();
  if (stop) return { state: 'stopped', at };
  return complete
    ? { state: 'finished', at }
    : {
        state: 'failed',
        at,
        problem: `Locust ended the run before its curve did (${state}): all workers were lost, or it was stopped past the portal.`,
      };
}

/** The ending of a run whose master says nothing; undefined while it is waited for. Pure. */
export function endingWithout(
  { state, stop, createdAt, endsBy }: RunDetail,
  reading: { state: 'silent' | 'gone'; reason: string },
  now: Date,
): Ending | undefined {
  const at = now.toISOString();
  if (stop && (reading.state === 'gone' || since(now, stop.at) > STOP_MS)) {
    return { state: 'stopped', at };
  }
  if (reading.state === 'gone') {
    return { state: 'failed', at, problem: reading.reason };
  }
  if (state === 'starting' && since(now, createdAt) > START_MS) {
    return {
      state: 'failed',
      at,
      problem: `The master did not start. ${reading.reason}`,
    };
  }
  return since(now, endsBy) > GRACE_MS
    ? {
        state: 'failed',
        at,
        problem: `The end of the run is past and its master does not answer. ${reading.reason}`,
      }
    : undefined;
}

/** The ending of a run that continues although it should have ended. Pure. */
export function overdue(
  { stop, endsBy }: RunDetail,
  now: Date,
): Ending | undefined {
  const at = now.toISOString();
  if (stop && since(now, stop.at) > STOP_MS) return { state: 'stopped', at };
  return since(now, endsBy) > GRACE_MS
    ? { state: 'failed', at, problem: 'It did not end by itself in time.' }
    : undefined;
}

/** Whether a run is expected to end about now: its last sample is then waited for with short pauses. Pure. */
export function isNearEnd(
  { startedAt, durationSeconds, stop }: RunDetail,
  now: Date,
): boolean {
  if (startedAt === undefined) return false;
  const end = Date.parse(startedAt) + durationSeconds * 1000;
  const past = now.getTime() - Math.min(end, Date.parse(stop?.at ?? '') || end);
  return past >= -BEFORE_END_MS && past <= AFTER_END_MS;
}
