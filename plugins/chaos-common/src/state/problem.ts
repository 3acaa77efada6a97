import { parseGoDuration } from '../duration';
import { scheduleProblem } from '../flow/scheduleFacts';
import { ChaosObject, RawRecord } from '../raw';
import { string } from '../read';
import { FaultProblem } from '../types';
import {
  durationEnd,
  isOneShot,
  isPauseAsked,
  NOT_INJECTED,
} from './faultState';
import { isFailing } from './targets';

/** How long the controller is given before something counts as a problem, in milliseconds. */
const PATIENCE = 30_000;

/** An event of the controller about a fault. */
export interface ProblemEvent {
  reason: string;
  message: string;
  lastAt: string;
}

const lastMessage = ({ events }: RawRecord) =>
  events[events.length - 1]?.message ?? 'no message was given';

/** Why a target keeps a deleted fault: the last failure of one that has not recovered. */
function stuckBecause(records: readonly RawRecord[]): string {
  const disturbed = records.filter(({ phase }) => phase !== NOT_INJECTED);
  const failing = disturbed.find(isFailing);
  if (failing) {
    return `${failing.id} could not be recovered: ${lastMessage(failing)}.`;
  }
  return disturbed.length > 0
    ? `${disturbed.length} target${
        disturbed.length === 1 ? ' has' : 's have'
      } not recovered.`
    : 'The controller has not removed its finalizer.';
}

/**
 * What is wrong with a fault, the most urgent first: what keeps disturbing,
 * what cannot be injected, what has no end.
 *
 * @param now - Unix milliseconds
 * @param events - events of the controller about it; a failed selection stands only there
 */
export function faultProblem(
  fault: ChaosObject,
  now: number,
  events: readonly ProblemEvent[] = [],
): FaultProblem | undefined {
  const { metadata, status, finalizers } = fault;
  // Of a Workflow its nodes say it.
  if (fault.kind === 'Workflow') return undefined;
  if (fault.kind === 'Schedule') {
    return metadata.deletionTimestamp || isPauseAsked(fault)
      ? undefined
      : scheduleProblem(fault, now, events);
  }
  const records = status.records ?? [];
  const failing = records.filter(isFailing);
  const since = (time: string | undefined) =>
    time === undefined ? 0 : now - Date.parse(time);

  if (
    metadata.deletionTimestamp &&
    finalizers.length > 0 &&
    since(metadata.deletionTimestamp) > PATIENCE
  ) {
    return {
      reason: 'stuck-deleting',
      severity: 'error',
      summary: `It was deleted and is kept by its finalizer: ${stuckBecause(
        records,
      )}`,
      remedy:
        'Make the target reachable for chaos-daemon so that it recovers. If the target no longer exists, or was recovered by hand, release the fault.',
    };
  }
  const unrecovered = failing.find(
    ({ events: own }) => own[own.length - 1]?.operation === 'Recover',
  );
  if (unrecovered) {
    return {
      reason: 'not-recovered',
      severity: 'error',
      summary: `${
        unrecovered.id
      } may still be disturbed, recovering it failed: ${lastMessage(
        unrecovered,
      )}`,
      remedy:
        'Check that chaos-daemon runs on the node of the target; the controller tries again.',
    };
  }
  const end = durationEnd(fault);
  const isOver = !isOneShot(fault) && end !== undefined && end < now;
  const [uninjected] = failing;
  if (uninjected && !isOver && !metadata.deletionTimestamp) {
    return {
      reason: 'not-injected',
      severity: 'error',
      summary: `Injecting failed for ${failing.length} of ${
        records.length
      } targets: ${lastMessage(uninjected)}`,
      remedy:
        'Check that chaos-daemon runs on the nodes of the targets; the controller tries again until the fault is stopped.',
    };
  }
  const noTarget = events.find(
    ({ reason, message }) =>
      reason === 'Failed' && message.includes('select targets'),
  );
  if (status.records === undefined && noTarget) {
    return {
      reason: 'no-target',
      severity: 'error',
      summary: `Nothing was selected, so nothing is injected: ${noTarget.message}`,
      remedy: 'Stop it, and launch one whose selector matches pods.',
    };
  }
  if (isOver && records.every(({ injectedCount }) => injectedCount === 0)) {
    return {
      reason: 'never-injected',
      severity: 'error',
      summary: `Its duration is over and no target was ever injected${
        uninjected ? `: ${lastMessage(uninjected)}` : '.'
      }`,
      remedy: 'Nothing was tested. Look at its events for the cause.',
    };
  }
  if (isOver) return undefined;
  if (!status.observed && since(metadata.creationTimestamp) > PATIENCE) {
    return {
      reason: 'not-observed',
      severity: 'error',
      summary:
        'No controller has taken it up: it has no status although it exists for more than 30 s.',
      remedy: 'Check that the Chaos Mesh controller runs in this cluster.',
    };
  }
  return isOneShot(fault) || metadata.deletionTimestamp
    ? undefined
    : endlessProblem(string(fault.spec.duration));
}

/** A fault whose duration cannot be read runs like one without: until it is deleted. */
function endlessProblem(
  duration: string | undefined,
): FaultProblem | undefined {
  if (duration !== undefined && parseGoDuration(duration) !== undefined) {
    return undefined;
  }
  return {
    reason: 'no-end',
    severity: 'warning',
    summary:
      duration === undefined
        ? 'It has no duration: it runs until somebody stops it.'
        : `Its duration "${duration}" cannot be read: it runs until somebody stops it.`,
    remedy: 'Stop it when it has shown enough.',
  };
}
