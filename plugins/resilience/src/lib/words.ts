import {
  RunPart,
  RunState,
  SpanPhase,
  VerdictOutcome,
} from '@slipway/plugin-resilience-common';
import { SlipwayState } from '@slipway/plugin-portal-react';

/** A state as a word and one of the five colours. */
export interface Chip {
  label: string;
  state: SlipwayState;
}

const RUN_STATES: Readonly<Record<RunState, Chip>> = {
  starting: { label: 'Starting', state: 'progressing' },
  baseline: { label: 'Baseline', state: 'progressing' },
  injecting: { label: 'Injecting', state: 'progressing' },
  recovering: { label: 'Recovering', state: 'progressing' },
  stopping: { label: 'Stopping', state: 'waiting' },
  finished: { label: 'Finished', state: 'healthy' },
  stopped: { label: 'Stopped', state: 'unknown' },
  failed: { label: 'Failed to run', state: 'degraded' },
};

/** Where the execution stands. */
export const runStateChip = (state: RunState): Chip => RUN_STATES[state];

const VERDICTS: Readonly<Record<VerdictOutcome, Chip>> = {
  pass: { label: 'Pass', state: 'healthy' },
  fail: { label: 'Fail', state: 'degraded' },
  inconclusive: { label: 'Inconclusive', state: 'waiting' },
};

/** What a run says of the service; while it is under way only a fail is settled. */
export function verdictChip(verdict: {
  outcome: VerdictOutcome;
  final: boolean;
}): Chip {
  if (!verdict.final && verdict.outcome === 'inconclusive') {
    return { label: 'Verdict forming', state: 'progressing' };
  }
  return VERDICTS[verdict.outcome];
}

const PART_PHASES: Readonly<Record<RunPart['phase'], Chip>> = {
  waiting: { label: 'Waiting', state: 'unknown' },
  skipped: { label: 'Skipped', state: 'unknown' },
  starting: { label: 'Starting', state: 'progressing' },
  running: { label: 'Running', state: 'progressing' },
  ending: { label: 'Ending', state: 'progressing' },
  ended: { label: 'Ended', state: 'healthy' },
};

/** Where a part stands; how it ended, once it has. */
export function partChip({
  phase,
  outcome,
}: Pick<RunPart, 'phase' | 'outcome'>): Chip {
  if (outcome === 'failed') return { label: 'Failed', state: 'degraded' };
  if (outcome === 'stopped') return { label: 'Stopped', state: 'unknown' };
  return PART_PHASES[phase];
}

/** A stretch of a run as pages name it. */
export const PHASE_WORDS: Readonly<Record<SpanPhase, string>> = {
  baseline: 'Baseline',
  inject: 'Inject',
  recover: 'Recover',
};

/** `order-service` of `component:default/order-service`. */
export function entityName(entityRef: string): string {
  return entityRef.slice(entityRef.lastIndexOf('/') + 1);
}

/** `1:05`: minutes and seconds since the start of a run. */
export function clockText(seconds: number): string {
  const whole = Math.max(0, Math.round(seconds));
  return `${Math.floor(whole / 60)}:${String(whole % 60).padStart(2, '0')}`;
}
