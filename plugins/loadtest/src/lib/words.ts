import {
  ProfileName,
  RunState,
  Threshold,
  VerdictOutcome,
} from '@slipway/plugin-loadtest-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

/** A profile as a word of its own. */
export const PROFILE_LABELS: Readonly<Record<ProfileName, string>> = {
  load: 'Load',
  stress: 'Stress',
  spike: 'Spike',
  endurance: 'Endurance',
};

const STATES: Readonly<
  Record<RunState, { label: string; state: SlipwayState }>
> = {
  starting: { label: 'Starting', state: 'progressing' },
  running: { label: 'Running', state: 'progressing' },
  stopping: { label: 'Stopping', state: 'progressing' },
  finished: { label: 'Finished', state: 'healthy' },
  stopped: { label: 'Stopped', state: 'waiting' },
  failed: { label: 'Could not run', state: 'unknown' },
};

/** Where a run stands, for a chip. Says nothing of the verdict. */
export function runStateChip(state: RunState): {
  label: string;
  state: SlipwayState;
} {
  return STATES[state];
}

const OUTCOMES: Readonly<
  Record<VerdictOutcome, { label: string; state: SlipwayState }>
> = {
  pass: { label: 'Pass', state: 'healthy' },
  fail: { label: 'Fail', state: 'degraded' },
  inconclusive: { label: 'Inconclusive', state: 'unknown' },
};

/** A verdict for a chip; a verdict that is still forming says so. */
export function verdictChip(verdict: {
  outcome: VerdictOutcome;
  final: boolean;
}): { label: string; state: SlipwayState } {
  const { label, state } = OUTCOMES[verdict.outcome];
  return { label: verdict.final ? label : `${label} so far`, state };
}

/** Unit of what a threshold limits, as figures are shown. */
export function thresholdUnit({ metric }: Pick<Threshold, 'metric'>): string {
  if (metric.kind === 'percentile') return 'ms';
  return metric.kind === 'failureRatio' ? 'ratio' : 'req/s';
}
