import { StartedPart } from '@slipway/plugin-work-common';
import { ChaosObject } from '../raw';
import {
  disturbedTimes,
  isOneShot,
  isOver,
  isFarSide,
  NOT_INJECTED,
} from '../state';
import { FaultRow } from '../types';

/** What of a part is kept beside its object, which is gone after it was stopped. */
export interface PartMemory {
  /** ISO time at which all targets were injected first. */
  effectiveAt?: string;
  /** ISO time at which the last target had recovered. */
  effectEndedAt?: string;
  /** Why the portal stopped it; undefined where it did not. */
  stopReason?: string;
  /** The object was seen to have ended by itself. */
  finished?: boolean;
}

/** Where a part stands, without its reference and page. */
export type PartState = Omit<StartedPart, 'ref' | 'path' | 'verdict'>;

/**
 * When every target that was selected had been injected, by the records; absent
 * while one has not, and when the controller no longer keeps that event.
 */
export function allInjectedAt({ status }: ChaosObject): string | undefined {
  const sources = status.records?.filter(record => !isFarSide(record)) ?? [];
  const times = sources.map(({ injectedCount, events }) =>
    injectedCount === 0
      ? undefined
      : events.find(
          ({ operation, outcome, at }) =>
            operation === 'Apply' && outcome === 'Succeeded' && at !== '',
        )?.at,
  );
  if (times.length === 0 || times.some(time => time === undefined)) {
    return undefined;
  }
  return times
    .filter((time): time is string => time !== undefined)
    .reduce((a, b) => (Date.parse(b) > Date.parse(a) ? b : a));
}

/** The effect of a part with what is remembered of it: what was seen first stays. */
export function partMemory(
  fault: ChaosObject,
  { state }: Pick<FaultRow, 'state'>,
  known: PartMemory,
): PartMemory {
  const effectiveAt = known.effectiveAt ?? allInjectedAt(fault);
  const { endedAt } = disturbedTimes(fault);
  // A pause ends the effect too, and what is resumed has one again: only the last end counts.
  const effectEndedAt =
    effectiveAt === undefined ? undefined : endedAt ?? known.effectEndedAt;
  const disturbed = fault.status.records?.some(
    ({ phase }) => phase !== NOT_INJECTED,
  );
  return {
    ...known,
    ...(effectiveAt ? { effectiveAt } : {}),
    effectEndedAt: disturbed && !isOneShot(fault) ? undefined : effectEndedAt,
    finished: known.finished === true || state === 'finished',
  };
}

const reasonOf = ({ problem }: FaultRow) =>
  problem ? { reason: problem.summary } : {};

/**
 * Where a part stands while there is an object of it. `running` needs that all
 * targets are injected, by the state of Chaos Mesh itself.
 *
 * @param now - Unix milliseconds
 */
export function partState(
  fault: ChaosObject,
  row: FaultRow,
  memory: PartMemory,
  now: number,
): PartState {
  const { effectiveAt, effectEndedAt, stopReason } = memory;
  const times = {
    ...(effectiveAt ? { effectiveAt } : {}),
    ...(effectEndedAt ? { effectEndedAt } : {}),
  };
  const at = { state: row.stateText, ...times };
  if (row.state === 'deleting') {
    return {
      ...at,
      phase: 'ending',
      ...(row.problem
        ? reasonOf(row)
        : { reason: stopReason ?? 'Its object is being deleted.' }),
    };
  }
  // What selected nothing is not tried again: it will not be injected.
  if (row.problem?.reason === 'no-target') {
    return { ...at, phase: 'ended', outcome: 'failed', ...reasonOf(row) };
  }
  const neverInjected = row.problem?.reason === 'never-injected';
  if (row.state === 'finished' || (neverInjected && isOver(fault, now))) {
    return effectiveAt || row.injectedAt
      ? { ...at, phase: 'ended', outcome: 'completed' }
      : {
          ...at,
          phase: 'ended',
          outcome: 'failed',
          reason: row.problem?.summary ?? 'No target was injected.',
        };
  }
  if (row.state === 'paused') {
    return {
      ...at,
      phase: 'ending',
      reason: 'It was paused: its targets are not disturbed meanwhile.',
    };
  }
  if (!row.oneShot && isOver(fault, now)) {
    return { ...at, phase: 'ending', ...reasonOf(row) };
  }
  return {
    ...at,
    phase: row.state === 'running' ? 'running' : 'starting',
    ...reasonOf(row),
  };
}

/**
 * How a part ended whose object is gone. Its finalizer keeps an object until
 * the targets have recovered, so that a part that is gone has no effect left.
 *
 * @param goneAt - ISO time at which the object was found to be gone
 */
export function gonePartState(memory: PartMemory, goneAt: string): PartState {
  const { effectiveAt, stopReason, finished } = memory;
  const times = effectiveAt
    ? { effectiveAt, effectEndedAt: memory.effectEndedAt ?? goneAt }
    : {};
  const at = { phase: 'ended' as const, ...times };
  if (finished) {
    return effectiveAt
      ? { ...at, state: 'Finished; its object is gone.', outcome: 'completed' }
      : {
          ...at,
          state: 'Its object is gone.',
          outcome: 'failed',
          reason: 'No target was seen to be injected.',
        };
  }
  return {
    ...at,
    state: 'Stopped: its object is deleted.',
    outcome: 'stopped',
    reason: stopReason ?? 'Its object was deleted before it ended by itself.',
  };
}
