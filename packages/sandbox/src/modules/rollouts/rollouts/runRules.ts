import { AnalysisRun } from '../analysisModel';
import { Rollout } from '../rolloutModel';
import { pauseConditionOf } from './PauseContext';
import { available, hashOf, isOlder, isSaturated, wanted } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { blueGreenOf, canaryOf, currentStep } from './spec';

/** When AnalysisRuns are started and left out. Upstream: `rollout/analysis.go`, `isRollbackWithinWindow` in `rollout/sync.go`. */

/** Whether this goes back to a revision that `spec.rollbackWindow` lets skip steps and analyses. */
export function isRollbackWithinWindow(context: RolloutContext): boolean {
  const { newRS, stableRS, allRSs, rollout } = context;
  const revisions = rollout.spec.rollbackWindow?.revisions ?? 0;
  if (!newRS || !stableRS || revisions <= 0 || !isOlder(newRS, stableRS)) {
    return false;
  }
  const between = allRSs.filter(
    one => isOlder(one, stableRS) && isOlder(newRS, one),
  );
  return between.length < revisions;
}

/** Whether another run is needed: there is none, a user went past an inconclusive one, or the rollout is retried. */
export function needsNewRun(
  run: AnalysisRun | undefined,
  rollout: Rollout,
): boolean {
  if (!run) return true;
  if (
    rollout.status.controllerPause &&
    !pauseConditionOf(rollout, 'CanaryPauseStep') &&
    !pauseConditionOf(rollout, 'BlueGreenPause')
  ) {
    return run.status.phase === 'Inconclusive';
  }
  return rollout.status.abortedAt !== undefined;
}

export function skipsPrePromotion(context: RolloutContext): boolean {
  const { rollout, newRS, runs } = context;
  const hash = hashOf(newRS);
  const active = rollout.status.blueGreen?.activeSelector ?? '';
  if (rollout.status.stableRS === hash || !active || active === hash || !hash) {
    return true;
  }
  if (runs.prePromotion) return false;
  const preview = blueGreenOf(rollout)?.previewReplicaCount;
  return preview === undefined
    ? !isSaturated(rollout, newRS)
    : wanted(newRS) !== preview || available(newRS) !== preview;
}

export function skipsPostPromotion(context: RolloutContext): boolean {
  const { rollout, newRS, runs } = context;
  const hash = hashOf(newRS);
  if (
    rollout.status.stableRS === hash ||
    (rollout.status.blueGreen?.activeSelector ?? '') !== hash ||
    !hash
  ) {
    return true;
  }
  return !runs.postPromotion && !isSaturated(rollout, newRS);
}

/** Whether the background analysis waits for a later step. */
export function isBeforeStartingStep(rollout: Rollout): boolean {
  const starting = canaryOf(rollout)?.analysis?.startingStep;
  const { index } = currentStep(rollout);
  return starting !== undefined && index !== undefined && index < starting;
}
