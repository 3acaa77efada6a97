import {
  CHAOS_KINDS,
  FlowStep,
  isFaultKind,
  NodeState,
} from '@slipway/plugin-chaos-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

const TYPES: Readonly<Record<string, string>> = {
  Serial: 'Series',
  Parallel: 'Branches',
  Suspend: 'Wait',
  StatusCheck: 'Status check',
  Schedule: 'Schedule',
  Task: 'Task',
};

/** What a type of step is called: `Series`, `Pods`. */
export function typeText(type: string): string {
  return TYPES[type] ?? (isFaultKind(type) ? CHAOS_KINDS[type].title : type);
}

const COLOURS: Readonly<Record<NodeState, SlipwayState>> = {
  'not-started': 'unknown',
  running: 'progressing',
  finished: 'healthy',
  deadline: 'waiting',
  cut: 'waiting',
  aborted: 'degraded',
};

const LABELS: Readonly<Record<NodeState, string>> = {
  'not-started': 'Not started',
  running: 'Running',
  finished: 'Finished',
  deadline: 'Stopped by its deadline',
  cut: 'Stopped by the deadline above',
  aborted: 'Aborted',
};

/** State of a step for a chip; a step that is stuck has the colour of trouble. */
export function stepChip({ state, node }: FlowStep): {
  label: string;
  state: SlipwayState;
} {
  return {
    label: LABELS[state],
    state: node?.problem === undefined ? COLOURS[state] : 'degraded',
  };
}
