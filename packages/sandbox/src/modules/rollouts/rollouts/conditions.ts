import { Condition } from '../../../loops/model';
import { Rollout, RolloutStatus } from '../rolloutModel';
import { stamp } from '../../../loops/time';
import { progressDeadlineOf, replicasOf, stepsOf } from './spec';

/** Conditions of Rollouts. Upstream: `utils/conditions/conditions.go`. */

export const newCondition = (
  now: Date,
  type: string,
  status: 'True' | 'False' | 'Unknown',
  reason: string,
  message: string,
): Condition => ({
  type,
  status,
  lastUpdateTime: stamp(now),
  lastTransitionTime: stamp(now),
  reason,
  message,
});

export const conditionOf = (
  status: RolloutStatus,
  type: string,
): Condition | undefined =>
  status.conditions?.find(condition => condition.type === type);

export function removeCondition(status: RolloutStatus, type: string): void {
  status.conditions = status.conditions?.filter(
    condition => condition.type !== type,
  );
}

/** Puts a condition unless one with the same status and reason is there. @returns whether it was put */
export function setCondition(
  status: RolloutStatus,
  condition: Condition,
): boolean {
  const present = conditionOf(status, condition.type);
  if (
    present?.status === condition.status &&
    present.reason === condition.reason
  ) {
    return false;
  }
  const next =
    present?.status === condition.status
      ? { ...condition, lastTransitionTime: present.lastTransitionTime }
      : condition;
  removeCondition(status, condition.type);
  status.conditions = [...(status.conditions ?? []), next];
  return true;
}

/** Whether something moved between the last status and this one. */
export function hasProgressed(rollout: Rollout, next: RolloutStatus): boolean {
  const last = rollout.status;
  const { blueGreen, canary } = rollout.spec.strategy ?? {};
  const old = (status: RolloutStatus) =>
    (status.replicas ?? 0) - (status.updatedReplicas ?? 0);
  const strategyMoved =
    (blueGreen &&
      ((last.blueGreen?.activeSelector ?? '') !==
        (next.blueGreen?.activeSelector ?? '') ||
        (last.blueGreen?.previewSelector ?? '') !==
          (next.blueGreen?.previewSelector ?? ''))) ||
    (canary &&
      ((last.stableRS ?? '') !== (next.stableRS ?? '') ||
        (last.currentStepIndex !== undefined &&
          next.currentStepIndex !== undefined &&
          last.currentStepIndex !== next.currentStepIndex) ||
        (last.currentStepHash ?? '') !== (next.currentStepHash ?? '')));
  return (
    (next.updatedReplicas ?? 0) !== (last.updatedReplicas ?? 0) ||
    old(next) < old(last) ||
    (next.readyReplicas ?? 0) > (last.readyReplicas ?? 0) ||
    (next.availableReplicas ?? 0) > (last.availableReplicas ?? 0) ||
    Boolean(strategyMoved)
  );
}

export const isCompleted = (status: RolloutStatus): boolean =>
  Boolean(status.stableRS) && status.stableRS === status.currentPodHash;

/** Whether everything wanted is updated, available and served, and the controller has seen the spec. */
export function isHealthy(rollout: Rollout, status: RolloutStatus): boolean {
  const replicas = replicasOf(rollout);
  const { blueGreen, canary } = rollout.spec.strategy ?? {};
  let complete = true;
  if (blueGreen) {
    complete =
      status.blueGreen?.activeSelector === status.currentPodHash &&
      (!blueGreen.previewService ||
        status.blueGreen?.previewSelector === status.currentPodHash);
  }
  if (canary) {
    const steps = stepsOf(rollout).length;
    complete =
      (steps === 0 ||
        status.currentStepIndex === undefined ||
        status.currentStepIndex === steps) &&
      isCompleted(status) &&
      (status.replicas ?? 0) === replicas;
  }
  return (
    (status.updatedReplicas ?? 0) === replicas &&
    (status.availableReplicas ?? 0) === replicas &&
    rollout.status.observedGeneration === String(rollout.metadata.generation) &&
    complete
  );
}

/** Whether nothing has moved for longer than the deadline. */
export function hasTimedOut(
  rollout: Rollout,
  status: RolloutStatus,
  now: number,
): boolean {
  const condition = conditionOf(status, 'Progressing');
  if (
    !condition ||
    condition.reason === 'RolloutAborted' ||
    condition.reason === 'RolloutPaused'
  ) {
    return false;
  }
  if (condition.reason === 'ProgressDeadlineExceeded') return true;
  return (
    Date.parse(condition.lastUpdateTime ?? '') +
      progressDeadlineOf(rollout) * 1000 <
    now
  );
}
