import { RolloutStatus } from '../rolloutModel';
import {
  conditionOf,
  hasProgressed,
  hasTimedOut,
  isCompleted,
  isHealthy,
  newCondition,
  removeCondition,
  setCondition,
} from './conditions';
import {
  available,
  byHash,
  deadlineOf,
  isSaturated,
  sumOf,
} from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { blueGreenOf, currentStep, replicasOf } from './spec';

/** The conditions that a reconciliation writes. Upstream: `rollout/sync.go`. */

/** Whether time is not to be reckoned: at a step that waits, or paused. */
export function waits(context: RolloutContext): boolean {
  const { step } = currentStep(context.rollout);
  return (
    Boolean(step?.experiment || step?.analysis || step?.pause) ||
    conditionOf(context.rollout.status, 'Paused')?.status === 'True'
  );
}

function setProgressing(
  context: RolloutContext,
  status: RolloutStatus,
  becameUnhealthy: boolean,
): void {
  const { rollout, newRS, now, pause } = context;
  const present = conditionOf(rollout.status, 'Progressing');
  const name = newRS?.metadata.name ?? '';
  if (isHealthy(rollout, status)) {
    setCondition(
      status,
      newCondition(
        now,
        'Progressing',
        'True',
        'NewReplicaSetAvailable',
        `ReplicaSet "${name}" has successfully progressed.`,
      ),
    );
    return;
  }
  if (hasProgressed(rollout, status) || becameUnhealthy) {
    const lost =
      becameUnhealthy && (status.stableRS ?? '') === status.currentPodHash;
    const condition = newCondition(
      now,
      'Progressing',
      'True',
      lost ? 'ReplicaSetNotAvailable' : 'ReplicaSetUpdated',
      lost
        ? 'Rollout does not have minimum availability'
        : `ReplicaSet "${name}" is progressing.`,
    );
    if (present?.status === 'True') {
      condition.lastTransitionTime = present.lastTransitionTime;
    }
    removeCondition(status, 'Progressing');
    setCondition(status, condition);
    return;
  }
  const old = context.otherRSs.some(one => deadlineOf(one));
  if (!waits(context) && !old && hasTimedOut(rollout, status, now.getTime())) {
    const message = `ReplicaSet "${name}" has timed out progressing.`;
    setCondition(
      status,
      newCondition(
        now,
        'Progressing',
        'False',
        'ProgressDeadlineExceeded',
        message,
      ),
    );
    if (rollout.spec.progressDeadlineAbort && !pause.aborted) {
      pause.abort(message);
      context.event('Warning', 'RolloutAborted', message);
    }
  }
}

/** Sets the conditions of the next status. Upstream: `calculateRolloutConditions`. */
export function setConditions(
  context: RolloutContext,
  status: RolloutStatus,
): void {
  const { rollout, now, pause, allRSs } = context;
  const paused =
    Boolean(rollout.spec.paused) ||
    (rollout.status.pauseConditions?.length ?? 0) > 0;
  const healthy = !paused && isHealthy(rollout, status);
  let becameUnhealthy = false;
  if (healthy || conditionOf(rollout.status, 'Healthy')) {
    const changed = setCondition(
      status,
      newCondition(
        now,
        'Healthy',
        healthy ? 'True' : 'False',
        'RolloutHealthy',
        healthy ? 'Rollout is healthy' : 'Rollout is not healthy',
      ),
    );
    becameUnhealthy = !healthy && changed;
  }
  // Asked before the deadline may abort: an abort is reported in the next round.
  if (pause.aborted) {
    const why = pause.abortMessage ? `: ${pause.abortMessage}` : '';
    const message = `Rollout aborted update to revision ${context.revision}${why}`;
    const condition = newCondition(
      now,
      'Progressing',
      'False',
      'RolloutAborted',
      message,
    );
    if (setCondition(status, condition)) {
      context.event('Warning', 'RolloutAborted', message);
    }
  } else {
    setProgressing(context, status, becameUnhealthy);
  }

  const enough = blueGreenOf(rollout)
    ? isSaturated(rollout, byHash(allRSs, status.blueGreen?.activeSelector))
    : sumOf(allRSs, available) >= replicasOf(rollout);
  setCondition(
    status,
    newCondition(
      now,
      'Available',
      enough ? 'True' : 'False',
      'AvailableReason',
      enough
        ? 'Rollout has minimum availability'
        : 'Rollout does not have minimum availability',
    ),
  );
  const completed = isCompleted(status);
  const changed = setCondition(
    status,
    newCondition(
      now,
      'Completed',
      completed ? 'True' : 'False',
      'RolloutCompleted',
      'RolloutCompleted',
    ),
  );
  if (changed && !completed) {
    context.event(
      'Normal',
      'RolloutNotCompleted',
      `Rollout not completed, started update to revision ${context.revision} (${status.currentPodHash})`,
    );
  }
}

/** Conditions that follow from pauses and retries, written before anything else. Upstream: `checkPausedConditions`. */
export function syncPausedConditions(context: RolloutContext): void {
  const { rollout, now } = context;
  const progressing = conditionOf(rollout.status, 'Progressing');
  const paused =
    Boolean(rollout.spec.paused) ||
    (rollout.status.pauseConditions?.length ?? 0) > 0;
  const aborted = progressing?.reason === 'RolloutAborted';
  const changed = [];
  if (
    paused !== (progressing?.reason === 'RolloutPaused') &&
    !aborted &&
    !isCompleted(rollout.status)
  ) {
    changed.push(
      paused
        ? newCondition(
            now,
            'Progressing',
            'Unknown',
            'RolloutPaused',
            'Rollout is paused',
          )
        : newCondition(
            now,
            'Progressing',
            'Unknown',
            'RolloutResumed',
            'Rollout is resumed',
          ),
    );
  }
  if (aborted && !rollout.status.abort) {
    changed.push(
      newCondition(
        now,
        'Progressing',
        'Unknown',
        'RolloutRetry',
        'Retrying Rollout after abort',
      ),
    );
  }
  const pausedTrue = conditionOf(rollout.status, 'Paused')?.status === 'True';
  if (paused !== pausedTrue && !aborted) {
    changed.push(
      newCondition(
        now,
        'Paused',
        paused ? 'True' : 'False',
        'RolloutPaused',
        'Rollout is paused',
      ),
    );
  }
  if (changed.length) context.patchConditions(changed);
}
