import { isActive, runPagePath } from '@slipway/plugin-loadtest-common';
import { PartPhase, StartedPart } from '@slipway/plugin-work-common';
import { StoredRun } from '../database/RunStore';
import { stateInWords } from './runningWorkOf';

const OUTCOMES = {
  finished: 'completed',
  stopped: 'stopped',
  failed: 'failed',
} as const;

function phaseOf({ detail, ending }: StoredRun): PartPhase {
  if (!isActive(detail)) return 'ended';
  if (ending || detail.state === 'stopping') return 'ending';
  return detail.loadFrom ? 'running' : 'starting';
}

/** A run as a part of a joint run. Pure. */
export function startedPartOf(run: StoredRun): StartedPart {
  const { detail, verdict } = run;
  const { id, state, loadFrom, loadUntil, stop, problem } = detail;
  const reason = problem ?? stop?.reason;
  return {
    ref: id,
    phase: phaseOf(run),
    state: stateInWords(detail),
    ...(loadFrom ? { effectiveAt: loadFrom } : {}),
    ...(loadUntil ? { effectEndedAt: loadUntil } : {}),
    ...(state === 'finished' || state === 'stopped' || state === 'failed'
      ? { outcome: OUTCOMES[state] }
      : {}),
    ...(reason === undefined ? {} : { reason }),
    // The doubts about the generator are among the reasons.
    ...(verdict?.final
      ? { verdict: { outcome: verdict.outcome, reasons: verdict.reasons } }
      : {}),
    path: runPagePath(id),
  };
}
