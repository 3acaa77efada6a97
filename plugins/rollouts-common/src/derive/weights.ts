import { CanaryStep, ReplicaSet, Rollout } from '../raw/types';
import { POD_TEMPLATE_HASH_LABEL } from '../raw/resources';

/**
 * The largest weight: `maxTrafficWeight` of the traffic routing, else 100 (`utils/weightutil`).
 *
 * @see utils/weightutil/weight.go `MaxTrafficWeight`
 */
export const maxTrafficWeight = (rollout: Rollout) =>
  rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight ?? 100;

/** The hash that tells a ReplicaSet's revision apart; empty without the label. */
export const podTemplateHash = (replicaSet: ReplicaSet) =>
  replicaSet.metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ?? '';

/**
 * The current canary step and its index. Without steps both are undefined;
 * after the last step only the index is given.
 *
 * @see utils/replicaset/canary.go `GetCurrentCanaryStep`
 */
export function currentCanaryStep(rollout: Rollout): {
  step?: CanaryStep;
  index?: number;
} {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (steps.length === 0) return {};
  const index = rollout.status.currentStepIndex ?? 0;
  return { step: steps[index], index };
}

/**
 * The weight that holds while the step at `index` runs: the nearest setWeight
 * at or before it, else 0; the maximum after the last step.
 *
 * @see utils/replicaset/canary.go `GetCurrentSetWeight`
 */
export function weightAtStep(rollout: Rollout, index: number): number {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  if (index >= steps.length) return maxTrafficWeight(rollout);
  for (let i = index; i >= 0; i--) {
    const weight = steps[i].setWeight;
    if (weight !== undefined) return weight;
  }
  return 0;
}

/**
 * Percent of traffic asked for.
 *
 * @see utils/replicaset/canary.go `GetCurrentSetWeight`
 */
export function setWeight(rollout: Rollout): number {
  if (rollout.status.abort) return 0;
  const { step, index } = currentCanaryStep(rollout);
  if (step === undefined || index === undefined) {
    return maxTrafficWeight(rollout);
  }
  return weightAtStep(rollout, index);
}

/**
 * Percent of traffic that the canary has: what the router was told, or by
 * available replicas.
 *
 * @param replicaSets those owned by the rollout
 * @see pkg/kubectl-argo-rollouts/info/rollout_info.go `NewRolloutInfo`
 */
export function actualWeight(
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
): number {
  if (currentCanaryStep(rollout).step === undefined) {
    return maxTrafficWeight(rollout);
  }
  const { status } = rollout;
  const available = status.availableReplicas ?? 0;
  if (available <= 0) return 0;
  if (rollout.spec.strategy.canary?.trafficRouting) {
    return status.canary?.weights?.canary.weight ?? setWeight(rollout);
  }
  const canary = replicaSets.find(replicaSet => {
    const hash = podTemplateHash(replicaSet);
    return (
      hash === (status.currentPodHash ?? '') && hash !== (status.stableRS ?? '')
    );
  });
  return Math.floor(
    ((canary?.status.availableReplicas ?? 0) * maxTrafficWeight(rollout)) /
      available,
  );
}
