import { Rollout, RolloutStatus } from '../rolloutModel';
import { seconds } from '../../../loops/time';

export interface PhaseAndMessage {
  phase: 'Healthy' | 'Progressing' | 'Paused' | 'Degraded';
  message: string;
}

/** Whether an analysis has ended. */
export const isPhaseCompleted = (phase: string | undefined): boolean =>
  ['Successful', 'Failed', 'Error', 'Inconclusive'].includes(phase ?? '');

const progressing = (message: string): PhaseAndMessage => ({
  phase: 'Progressing',
  message,
});

/** Phase and message as the controller writes them. Upstream: `CalculateRolloutPhase` in `utils/rollout/rolloututil.go`. */
export function phaseOf(
  spec: Rollout['spec'],
  status: RolloutStatus,
): PhaseAndMessage {
  for (const { type, reason, message } of status.conditions ?? []) {
    if (type === 'InvalidSpec') {
      return { phase: 'Degraded', message: `InvalidSpec: ${message}` };
    }
    if (reason === 'RolloutAborted' || reason === 'ProgressDeadlineExceeded') {
      return { phase: 'Degraded', message: `${reason}: ${message}` };
    }
  }
  if (spec.paused) return { phase: 'Paused', message: 'manually paused' };
  if (status.pauseConditions?.length) {
    return { phase: 'Paused', message: status.pauseConditions[0].reason };
  }
  if (
    spec.restartAt &&
    seconds(spec.restartAt) !== seconds(status.restartedAt)
  ) {
    return progressing('rollout is restarting');
  }
  const replicas = spec.replicas ?? 1;
  const updated = status.updatedReplicas ?? 0;
  if (updated < replicas) {
    return progressing('more replicas need to be updated');
  }
  if ((status.availableReplicas ?? 0) < updated) {
    return progressing('updated replicas are still becoming available');
  }
  const promoted =
    Boolean(status.stableRS) && status.stableRS === status.currentPodHash;
  const { blueGreen, canary } = spec.strategy ?? {};
  if (blueGreen) {
    const active = status.blueGreen?.activeSelector;
    if (!active || active !== status.currentPodHash) {
      return progressing('active service cutover pending');
    }
    if (!promoted) {
      const run = status.blueGreen?.postPromotionAnalysisRunStatus;
      return progressing(
        blueGreen.postPromotionAnalysis && !isPhaseCompleted(run?.status)
          ? 'waiting for analysis to complete'
          : 'waiting for post-promotion verification to complete',
      );
    }
  } else if (canary) {
    if (!canary.trafficRouting && (status.replicas ?? 0) > updated) {
      return progressing('old replicas are pending termination');
    }
    if (!promoted) return progressing('waiting for all steps to complete');
  }
  return { phase: 'Healthy', message: '' };
}
