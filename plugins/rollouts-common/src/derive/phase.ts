import { Rollout } from '../raw/types';
import { WORKLOAD_GENERATION_ANNOTATION } from '../raw/resources';
import { RolloutPhase } from '../types';
import { isSameInstant } from './instants';

/** Phase and the message that belongs to it; the message is empty when there is none. */
export interface PhaseAndMessage {
  phase: RolloutPhase;
  message: string;
}

const PHASES: readonly string[] = [
  'Healthy',
  'Progressing',
  'Paused',
  'Degraded',
] satisfies RolloutPhase[];

const progressing = (message: string): PhaseAndMessage => ({
  phase: 'Progressing',
  message,
});

/**
 * `spec.replicas`, 1 when absent (`utils/defaults` GetReplicasOrDefault).
 *
 * @see utils/defaults/defaults.go `GetReplicasOrDefault`
 */
export const desiredReplicas = (rollout: Rollout) => rollout.spec.replicas ?? 1;

/**
 * Current and stable template are the same one (`IsFullyPromoted`).
 *
 * @see utils/rollout/rolloututil.go `IsFullyPromoted`
 */
export const isFullyPromoted = (rollout: Rollout) =>
  (rollout.status.stableRS ?? '') === (rollout.status.currentPodHash ?? '');

function parseInteger(text: string | undefined): number | undefined {
  return text !== undefined && /^[+-]?\d+$/.test(text)
    ? Number(text)
    : undefined;
}

/**
 * Whether the controller has seen this generation of the spec. An
 * `observedGeneration` that is no number, or larger than the generation, is a
 * hash of an old controller and counts as seen.
 *
 * @see utils/rollout/rolloututil.go `isGenerationObserved`
 */
export function isGenerationObserved(rollout: Rollout): boolean {
  const observed = parseInteger(rollout.status.observedGeneration);
  if (observed === undefined) return true;
  return observed >= (rollout.metadata.generation ?? 0);
}

/**
 * Whether the controller has seen the current generation of the referenced workload.
 *
 * @see utils/rollout/rolloututil.go `isWorkloadGenerationObserved`
 */
export function isWorkloadObserved(rollout: Rollout): boolean {
  const generation = parseInteger(
    rollout.metadata.annotations?.[WORKLOAD_GENERATION_ANNOTATION],
  );
  const observed = parseInteger(rollout.status.workloadObservedGeneration);
  if (generation === undefined || observed === undefined) return true;
  return observed === generation;
}

/**
 * Pause conditions were cleared by somebody and the controller has not yet reacted.
 *
 * @see utils/rollout/rolloututil.go `IsUnpausing`
 */
export const isUnpausing = (rollout: Rollout) =>
  rollout.status.controllerPause === true &&
  !rollout.status.pauseConditions?.length;

/**
 * Somebody changed the rollout and the controller has not yet reacted. Lasts a
 * moment; controllers up to 1.9.2 can overlook a change that arrives while
 * they work on the same rollout (argo-rollouts issues 4073 and 4694), then it
 * lasts until something else changes. Callers that keep since when it holds
 * pass that on as `unobserved` (see `attentionOf`).
 */
export const awaitsController = (rollout: Rollout): boolean =>
  !isGenerationObserved(rollout) ||
  isUnpausing(rollout) ||
  (rollout.status.abort === true && rollout.status.abortedAt === undefined);

const ENDED = ['Successful', 'Failed', 'Error', 'Inconclusive'];

function calculateBlueGreen(rollout: Rollout): PhaseAndMessage | undefined {
  const { spec, status } = rollout;
  const active = status.blueGreen?.activeSelector;
  if (!active || active !== status.currentPodHash) {
    return progressing('active service cutover pending');
  }
  if (status.stableRS && isFullyPromoted(rollout)) return undefined;
  const post = status.blueGreen?.postPromotionAnalysisRunStatus;
  const waitsForAnalysis =
    spec.strategy.blueGreen?.postPromotionAnalysis !== undefined &&
    !(post && ENDED.includes(post.status));
  return progressing(
    waitsForAnalysis
      ? 'waiting for analysis to complete'
      : 'waiting for post-promotion verification to complete',
  );
}

/**
 * The phase as the controller works it out, for objects of controllers so old
 * that they do not write it.
 *
 * @see utils/rollout/rolloututil.go `CalculateRolloutPhase`
 */
export function calculatePhase(rollout: Rollout): PhaseAndMessage {
  const { spec, status } = rollout;
  for (const condition of status.conditions ?? []) {
    if (condition.type === 'InvalidSpec') {
      return {
        phase: 'Degraded',
        message: `InvalidSpec: ${condition.message ?? ''}`,
      };
    }
    if (
      condition.reason === 'RolloutAborted' ||
      condition.reason === 'ProgressDeadlineExceeded'
    ) {
      return {
        phase: 'Degraded',
        message: `${condition.reason}: ${condition.message ?? ''}`,
      };
    }
  }
  if (spec.paused) return { phase: 'Paused', message: 'manually paused' };
  const pause = status.pauseConditions?.[0];
  if (pause) return { phase: 'Paused', message: pause.reason };
  if (
    spec.restartAt !== undefined &&
    !isSameInstant(spec.restartAt, status.restartedAt)
  ) {
    return progressing('rollout is restarting');
  }
  const updated = status.updatedReplicas ?? 0;
  if (updated < desiredReplicas(rollout)) {
    return progressing('more replicas need to be updated');
  }
  if ((status.availableReplicas ?? 0) < updated) {
    return progressing('updated replicas are still becoming available');
  }
  if (spec.strategy.blueGreen) {
    const unfinished = calculateBlueGreen(rollout);
    if (unfinished) return unfinished;
  } else if (spec.strategy.canary) {
    if (
      !spec.strategy.canary.trafficRouting &&
      (status.replicas ?? 0) > updated
    ) {
      return progressing('old replicas are pending termination');
    }
    if (!status.stableRS || !isFullyPromoted(rollout)) {
      return progressing('waiting for all steps to complete');
    }
  }
  return { phase: 'Healthy', message: '' };
}

/**
 * Phase and message exactly as `kubectl argo rollouts get rollout` prints
 * them. A phase that the controller wrote but this product does not know is
 * `Unknown`, with the controller's message.
 *
 * @see utils/rollout/rolloututil.go `GetRolloutPhase`
 */
export function rolloutPhase(rollout: Rollout): PhaseAndMessage {
  if (!isGenerationObserved(rollout)) {
    return progressing('waiting for rollout spec update to be observed');
  }
  if (isUnpausing(rollout)) {
    return progressing('waiting for rollout to unpause');
  }
  if (rollout.spec.templateResolvedFromRef && !isWorkloadObserved(rollout)) {
    return progressing(
      'waiting for rollout spec update to be observed for the reference workload',
    );
  }
  const { phase, message } = rollout.status;
  if (phase) {
    return {
      phase: PHASES.includes(phase) ? (phase as RolloutPhase) : 'Unknown',
      message: message ?? '',
    };
  }
  return calculatePhase(rollout);
}
