import { CanaryStep, ReplicaSet, Rollout } from '../raw/types';
import { POD_TEMPLATE_HASH_LABEL } from '../raw/resources';

/**
 * The largest weight: `maxTrafficWeight` of the traffic routing, else 100 (`utils/weightutil`).
 *
 * @see utils/weightutil/weight.go `MaxTrafficWeight`
 */
export const maxTrafficWeight = (rollout: Rollout) =>
  rollout.spec.strategy.canary?.trafficRouting?.maxTrafficWeight ?? 100;

/** Rounded to three significant digits. */
export const threeDigits = (value: number) => Number(value.toPrecision(3));

/**
 * A weight as a percentage of all traffic: 5 of 1000 is 0.5. Rounded to three
 * significant digits of the smaller part, so that 999.5 of 1000 stays below
 * 100. Undefined when the weight is no part of the whole: negative, more than
 * the maximum, not a number.
 *
 * @param weight - as the object has it, in parts of `maximum`
 * @param maximum - `maxTrafficWeight`
 * @see utils/weightutil/weight.go `MaxTrafficWeight`
 */
export function percentOf(weight: number, maximum: number): number | undefined {
  if (!(maximum > 0) || !(weight >= 0) || !(weight <= maximum)) {
    return undefined;
  }
  const percent = (weight * 100) / maximum;
  return percent > 50
    ? Number((100 - threeDigits(100 - percent)).toFixed(9))
    : threeDigits(percent);
}

/**
 * A weight of a rollout as a percentage of all traffic, see {@link percentOf}.
 *
 * @param subject - the object, or what was derived of it
 * @param raw - weight as the object has it
 * @see utils/weightutil/weight.go `MaxTrafficWeight`
 */
export function weightPercent(
  subject: Rollout | { maxTrafficWeight?: number },
  raw: number,
): number | undefined {
  const maximum =
    'spec' in subject
      ? maxTrafficWeight(subject)
      : subject.maxTrafficWeight ?? 100;
  return percentOf(raw, maximum);
}

/** The hash that distinguishes a ReplicaSet's revision; empty without the label. */
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
 * The weight asked for, in parts of `maxTrafficWeight`, as the plugin prints
 * it. What is shown is a percentage, see {@link weightPercent}.
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
 * The canary's weight as the plugin prints it, in parts of
 * `maxTrafficWeight`. It is no statement of who serves: without a current
 * step it is always the maximum. See `deriveServing` for that.
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
