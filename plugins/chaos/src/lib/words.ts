import {
  CHAOS_KINDS,
  FaultRow,
  FaultState,
  TargetCounts,
  TargetRecord,
} from '@slipway/plugin-chaos-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

/** A state as a word and one of the five colours. */
export interface Chip {
  label: string;
  state: SlipwayState;
}

const STATES: Readonly<Record<FaultState, Chip>> = {
  injecting: { label: 'Injecting', state: 'progressing' },
  running: { label: 'Running', state: 'waiting' },
  paused: { label: 'Paused', state: 'unknown' },
  finished: { label: 'Finished', state: 'healthy' },
  deleting: { label: 'Deleting', state: 'progressing' },
};

/** Where a fault stands, for a chip; with something wrong it has the colour of that. */
export function faultChip(fault: Pick<FaultRow, 'state' | 'problem'>): Chip {
  const { label, state } = STATES[fault.state];
  return {
    label,
    state: fault.problem?.severity === 'error' ? 'degraded' : state,
  };
}

/** `2 of 3`: how many of the selected targets are disturbed now; "none selected" is not zero. */
export function targetsText({ selected, injected }: TargetCounts): string {
  return selected === undefined
    ? 'none selected yet'
    : `${injected} of ${selected} injected`;
}

/** The same for a row of the list; what starts faults has no targets of its own. */
export function hitText({
  ref,
  targets,
}: Pick<FaultRow, 'ref' | 'targets'>): string {
  if (ref.kind === 'Schedule') return 'those of its faults';
  return ref.kind === 'Workflow' ? 'those of its steps' : targetsText(targets);
}

/** Phase of one target, for a chip. */
export function targetChip({ phase, side }: TargetRecord): Chip {
  if (phase === 'Injected') {
    return {
      label: 'Injected',
      state: side === 'source' ? 'waiting' : 'unknown',
    };
  }
  return phase === 'Not Injected'
    ? { label: 'Not injected', state: 'unknown' }
    : { label: phase, state: 'progressing' };
}

/** `Network delay`. */
export function kindText({ ref, action }: Pick<FaultRow, 'ref' | 'action'>) {
  const { title } = CHAOS_KINDS[ref.kind];
  return action ? `${title}: ${action}` : title;
}
