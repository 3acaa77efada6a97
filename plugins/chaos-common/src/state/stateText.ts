import { ChaosObject } from '../raw';
import { FaultState, TargetCounts } from '../types';
import { durationEnd, isOneShot, NOT_INJECTED } from './faultState';

const of = (count: number, all: number) =>
  `${count} of ${all} target${all === 1 ? '' : 's'}`;

/**
 * The state in one sentence with its counts. It says what the records prove:
 * "running" without an injection is never claimed.
 *
 * @param now - Unix milliseconds
 */
export function stateText(
  fault: ChaosObject,
  state: FaultState,
  counts: TargetCounts,
  now: number,
): string {
  if (fault.kind === 'Schedule') return scheduleText(state);
  if (fault.kind === 'Workflow') return workflowText(state);
  const { selected, injected, recovered } = counts;
  const all = selected ?? 0;
  const oneShot = isOneShot(fault);
  const disturbed =
    fault.status.records?.filter(({ phase }) => phase !== NOT_INJECTED)
      .length ?? 0;
  switch (state) {
    case 'deleting':
      return oneShot || disturbed === 0
        ? 'Being deleted.'
        : `Being deleted: ${of(
            disturbed,
            all + (counts.farSide ?? 0),
          )} still to recover.`;
    case 'paused':
      if (oneShot) {
        return `Marked as paused, but this happens once and cannot be paused: ${of(
          injected,
          all,
        )} injected.`;
      }
      if (isOver(fault, now)) {
        return 'Paused, and its duration is over: resuming it injects nothing.';
      }
      return disturbed === 0
        ? 'Paused: no target is disturbed.'
        : `Paused: ${disturbed} still to recover.`;
    case 'finished':
      if (oneShot) return `Finished: ${of(injected, all)} injected.`;
      return recovered > 0
        ? `Finished: ${of(recovered, all)} injected and recovered.`
        : 'Finished without an injection.';
    case 'running':
      return `Running: ${of(injected, all)} injected.`;
    default:
      if (selected === undefined) return 'No target is selected yet.';
      return isOver(fault, now)
        ? `Its duration is over: ${disturbed} still to recover.`
        : `Injecting: ${of(injected, all)} injected.`;
  }
}

/** Whether the duration is over. */
export function isOver(fault: ChaosObject, now: number): boolean {
  const end = durationEnd(fault);
  return end !== undefined && end < now;
}

function scheduleText(state: FaultState): string {
  if (state === 'deleting') return 'Being deleted.';
  return state === 'paused'
    ? 'Paused: it starts nothing.'
    : 'Active: it starts at the times of its schedule.';
}

function workflowText(state: FaultState): string {
  if (state === 'deleting') return 'Being deleted.';
  return state === 'finished' ? 'Finished.' : 'Running.';
}
