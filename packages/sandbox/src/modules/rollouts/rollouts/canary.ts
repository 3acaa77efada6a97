import { podTemplateHash, stepsHash } from '../../../loops/hash';
import { RolloutStatus } from '../rolloutModel';
import { reconcileAnalysisRuns } from './analysisRuns';
import { atDesiredCounts, canaryCounts } from './canaryCounts';
import { reconcileExperiments } from './experimentSteps';
import { halted, pauseConditionOf } from './PauseContext';
import { reconcilePluginStep } from './pluginSteps';
import { reconcilePodMetadata } from './podMetadata';
import { actual, available, hashOf, sumOf, wanted } from './replicaSets';
import { restartPods } from './restart';
import { limitHistory, syncRevision } from './revisions';
import { RolloutContext } from './RolloutContext';
import { isRollbackWithinWindow } from './runRules';
import {
  reconcileNewReplicaSet,
  reconcileOtherReplicaSets,
  removeDeadlines,
  scale,
} from './scaling';
import { reconcileCanaryServices } from './services';
import {
  canaryOf,
  currentStep,
  isSetWeight,
  pauseDuration,
  replicasOf,
  stepsOf,
  stepText,
} from './spec';
import { baseStatus, persistStatus, resetStatus, selectorText } from './status';
import { setConditions } from './statusConditions';
import { reconcileTraffic } from './traffic';

/** One round of a canary. Upstream: `rollout/canary.go`. */

/** Whether the template differs from the one that the status is about. */
export function templateChanged(context: RolloutContext): boolean {
  const { rollout, newRS } = context;
  const { currentPodHash, collisionCount } = rollout.status;
  if (!currentPodHash) return false;
  return (
    currentPodHash !==
    (newRS
      ? hashOf(newRS)
      : podTemplateHash(rollout.spec.template, collisionCount))
  );
}

function templateOrStepsChanged(context: RolloutContext): boolean {
  const { rollout } = context;
  return (
    rollout.status.currentStepHash !== stepsHash(stepsOf(rollout)) ||
    templateChanged(context)
  );
}

/** Scales stable, new and old ReplicaSets, one after the other. @returns whether something was scaled */
export function reconcileCanaryReplicaSets(context: RolloutContext): boolean {
  const { rollout, newRS, stableRS, otherRSs } = context;
  if (halted(rollout)) return false;
  removeDeadlines(context);
  if (stableRS && stableRS.metadata.uid !== newRS?.metadata.uid) {
    // With routing the weights of the last round count: stable is scaled down a round after the traffic has gone.
    const { stable } = canaryCounts(
      rollout,
      newRS,
      stableRS,
      otherRSs,
      rollout.status.canary?.weights,
    );
    if (scale(context, stableRS, stable)) return true;
  }
  return reconcileNewReplicaSet(context) || reconcileOtherReplicaSets(context);
}

/** @returns whether the step is a pause that is not over yet */
function reconcilePause(context: RolloutContext): boolean {
  const { rollout, pause, now } = context;
  if (rollout.spec.paused || rollout.status.promoteFull) return false;
  const { step } = currentStep(rollout);
  if (!step?.pause) return false;
  const present = pauseConditionOf(rollout, 'CanaryPauseStep');
  if (!present) {
    if (!rollout.status.controllerPause) pause.pause('CanaryPauseStep');
    return true;
  }
  const duration = pauseDuration(step);
  if (duration === undefined) return true;
  const left = Date.parse(present.startTime) + duration - now.getTime();
  if (left >= 0) context.services.requeueAfter(left + 1);
  return true;
}

function completedStep(
  context: RolloutContext,
  status: RolloutStatus,
): boolean {
  const { rollout, newRS, stableRS, otherRSs, runs, pause } = context;
  if (rollout.spec.paused) return false;
  const { step } = currentStep(rollout);
  if (!step) return false;
  if (step.pause) return pause.completedCanaryPause();
  if (step.setCanaryScale || isSetWeight(step)) {
    return atDesiredCounts(
      rollout,
      newRS,
      stableRS,
      otherRSs,
      status.canary?.weights,
    );
  }
  if (step.experiment) return context.experiment?.status.phase === 'Successful';
  if (step.analysis) return runs.step?.status.phase === 'Successful';
  // Routes by header and mirrors need a router that the sandbox does not have: they count as set.
  return Boolean(step.setHeaderRoute || step.setMirrorRoute);
}

/** Why the new ReplicaSet becomes the stable one now; undefined while it does not. Upstream: `shouldFullPromote`. */
function promotionReason(context: RolloutContext): string | undefined {
  const { rollout, newRS, stableRS, pause } = context;
  if (!stableRS) return 'Initial deploy';
  const replicas = replicasOf(rollout);
  if (pause.aborted) return undefined;
  if (!newRS) return undefined;
  if (available(newRS) < replicas) return undefined;
  if (rollout.status.promoteFull) return 'Full promotion requested';
  if (isRollbackWithinWindow(context)) return 'Rollback within window';
  const steps = stepsOf(rollout).length;
  return steps === 0 || currentStep(rollout).index === steps
    ? `Completed all ${steps} canary steps`
    : undefined;
}

/** Upstream: `promoteStable`. */
export function promoteStable(
  context: RolloutContext,
  status: RolloutStatus,
  reason: string,
): void {
  const steps = stepsOf(context.rollout).length;
  context.pause.clear();
  context.pause.removeAbort();
  status.promoteFull = false;
  delete status.blueGreen?.scaleUpPreviewCheckPoint;
  status.currentStepIndex = steps || undefined;
  if (status.stableRS === status.currentPodHash) return;
  if (canaryOf(context.rollout)?.pingPong) {
    status.canary = {
      ...status.canary,
      stablePingPong:
        status.canary?.stablePingPong === 'ping' ? 'pong' : 'ping',
    };
  }
  status.stableRS = status.currentPodHash;
  context.event(
    'Normal',
    'RolloutCompleted',
    `Rollout completed update to revision ${context.revision} (${status.currentPodHash}): ${reason}`,
  );
}

function syncStatus(context: RolloutContext): void {
  const { rollout, newRS, allRSs, pause } = context;
  const steps = stepsOf(rollout).length;
  const status: RolloutStatus = {
    ...baseStatus(context),
    availableReplicas: sumOf(allRSs, available),
    HPAReplicas: sumOf(allRSs, actual),
    selector: selectorText(rollout.spec.selector),
    stableRS: rollout.status.stableRS,
    currentStepHash: stepsHash(stepsOf(rollout)),
  };
  const { stablePingPong } = rollout.status.canary ?? {};
  if (stablePingPong) status.canary = { ...status.canary, stablePingPong };
  const finish = () => {
    setConditions(context, status);
    persistStatus(context, status);
  };

  if (templateOrStepsChanged(context)) {
    resetStatus(context, status);
    if (newRS && steps > 0) {
      if (rollout.status.stableRS === hashOf(newRS)) {
        context.event('Normal', 'SkipSteps', 'Rollback to stable ReplicaSets');
        status.currentStepIndex = steps;
      } else if (isRollbackWithinWindow(context) && wanted(newRS) > 0) {
        context.event(
          'Normal',
          'SkipSteps',
          'Rollback to active ReplicaSets within RollbackWindow',
        );
        status.currentStepIndex = steps;
      }
    }
    finish();
    return;
  }

  const { step, index: present } = currentStep(rollout);
  let index = present;
  if (rollout.status.promoteFull || isRollbackWithinWindow(context)) {
    pause.clear();
    pause.removeAbort();
    if (steps > 0) index = steps;
  }
  const reason = promotionReason(context);
  if (reason) {
    promoteStable(context, status, reason);
    finish();
    return;
  }
  if (pause.aborted) {
    if (steps > 0) {
      status.currentStepIndex =
        status.stableRS === status.currentPodHash ? steps : 0;
    }
    finish();
    return;
  }
  if (step && index !== undefined && completedStep(context, status)) {
    index += 1;
    delete status.canary?.currentStepAnalysisRunStatus;
    context.event(
      'Normal',
      'RolloutStepCompleted',
      `Rollout step ${index}/${steps} completed (${stepText(step)})`,
    );
    pause.unpause('CanaryPauseStep');
  }
  status.currentStepIndex = index;
  finish();
}

/** Looks at a canary once; a later look continues where pods, analyses or time must first catch up. */
export function reconcileCanary(context: RolloutContext): void {
  syncRevision(context);
  if (templateOrStepsChanged(context)) {
    syncStatus(context);
    return;
  }
  // Availability is no longer known once pods are restarted: their ReplicaSets report first.
  if (restartPods(context) > 0) return;
  reconcilePodMetadata(context);
  limitHistory(context);
  reconcileCanaryServices(context);
  reconcileTraffic(context);
  reconcileExperiments(context);
  reconcileAnalysisRuns(context);
  if (
    !context.pause.addsPause &&
    !reconcileCanaryReplicaSets(context) &&
    !reconcilePause(context)
  ) {
    reconcilePluginStep(context);
  }
  syncStatus(context);
}
