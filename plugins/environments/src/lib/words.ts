import {
  Cloud,
  EnvironmentRow,
  EnvironmentState,
  OPERATION_WORDS,
  OperationState,
  RunnerKind,
  STATE_WORDS,
  StepState,
  WARNINGS,
} from '@slipway/plugin-environments-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

const STATES: Readonly<Record<EnvironmentState, SlipwayState>> = {
  planning: 'progressing',
  waiting: 'waiting',
  applying: 'progressing',
  ready: 'healthy',
  failed: 'degraded',
  'lock-held': 'degraded',
  destroying: 'progressing',
  destroyed: 'unknown',
};

/**
 * Where an environment stands, for a chip. `waiting` has two words: only a plan
 * that somebody else must allow waits for approval (`needsApproval` of the
 * operation, the backend's policy).
 */
export function stateChip({
  state,
  operation,
}: Pick<EnvironmentRow, 'state' | 'operation'>): {
  label: string;
  state: SlipwayState;
} {
  const label =
    state === 'waiting' && operation && !operation.needsApproval
      ? OPERATION_WORDS.waiting
      : STATE_WORDS[state];
  return { label, state: STATES[state] };
}

const OPERATION_STATES: Readonly<Record<OperationState, SlipwayState>> = {
  planning: 'progressing',
  waiting: 'waiting',
  applying: 'progressing',
  succeeded: 'healthy',
  failed: 'degraded',
  cancelled: 'unknown',
  'lock-held': 'degraded',
};

/** Where an operation stands, for a chip. */
export const operationChip = (
  state: OperationState,
): { label: string; state: SlipwayState } => ({
  label: OPERATION_WORDS[state],
  state: OPERATION_STATES[state],
});

const STEP_CHIPS: Readonly<
  Record<StepState, { label: string; state: SlipwayState }>
> = {
  pending: { label: 'Not started', state: 'unknown' },
  running: { label: 'Running', state: 'progressing' },
  succeeded: { label: 'Done', state: 'healthy' },
  failed: { label: 'Failed', state: 'degraded' },
  cancelled: { label: 'Cancelled', state: 'waiting' },
  skipped: { label: 'Nothing to do', state: 'unknown' },
  unknown: { label: 'End not known', state: 'degraded' },
};

/** Where a step stands, for a chip. */
export const stepChip = (state: StepState) => STEP_CHIPS[state];

export const CLOUD_WORDS: Readonly<Record<Cloud, string>> = {
  local: 'local',
  gcp: 'Google Cloud',
  aws: 'AWS',
  azure: 'Azure',
};

export const RUNNER_LABELS: Readonly<Record<RunnerKind, string>> = {
  process: 'process',
  job: 'Kubernetes Job',
  simulated: 'simulated',
};

/** How near the end of an environment is, by the times at which its owner is warned. */
export type EndTone = 'none' | 'later' | 'soon' | 'near' | 'due';

/** {@link EndTone} of an end; `WARNINGS` of the backend has the limits. */
export function endTone(
  { expiresAt, state }: Pick<EnvironmentRow, 'expiresAt' | 'state'>,
  now: number,
): EndTone {
  if (expiresAt === null || state === 'destroyed') return 'none';
  const left = Date.parse(expiresAt) - now;
  const [days, hours, minutes] = WARNINGS;
  if (left <= minutes.ms) return 'due';
  if (left <= hours.ms) return 'near';
  return left <= days.ms ? 'soon' : 'later';
}

/** Palette's state of a tone; undefined where nothing needs attention. */
export function toneState(tone: EndTone): SlipwayState | undefined {
  if (tone === 'due' || tone === 'near') return 'degraded';
  return tone === 'soon' ? 'waiting' : undefined;
}

/** `order-service 1.4.0, cart 2.0.1` */
export const servicesInWords = (services: EnvironmentRow['services']): string =>
  Object.entries(services)
    .map(([name, { version }]) => `${name} ${version}`)
    .join(', ');
