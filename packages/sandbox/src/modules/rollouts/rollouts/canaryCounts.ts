import { ReplicaSet } from '../../../loops/model';
import { Rollout, TrafficWeights } from '../rolloutModel';
import { actual, available, sumOf, wanted } from './replicaSets';
import {
  abortScaleDownDelay,
  canaryOf,
  currentSetWeight,
  currentStep,
  isRouted,
  isSetWeight,
  maxSurge,
  maxUnavailable,
  maxWeightOf,
  replicasOf,
  stepsOf,
} from './spec';

/** How many pods canary and stable get. Upstream: `utils/replicaset/canary.go`. */
export interface Counts {
  canary: number;
  stable: number;
}

type MaybeReplicaSet = ReplicaSet | undefined;

const isApart = (newRS: MaybeReplicaSet, stableRS: MaybeReplicaSet) =>
  stableRS !== undefined && newRS?.metadata.uid !== stableRS.metadata.uid;

const scaled = (replicas: number, weight: number, max: number) =>
  Math.ceil((weight * replicas) / max);

/** The setCanaryScale step that holds; only with traffic routing. */
function canaryScale(rollout: Rollout) {
  if (!isRouted(rollout)) return undefined;
  if (
    rollout.status.abort &&
    abortScaleDownDelay(rollout).delay !== undefined
  ) {
    return undefined;
  }
  const { step, index } = currentStep(rollout);
  if (!step || index === undefined) return undefined;
  const scale = stepsOf(rollout)
    .slice(0, index + 1)
    .reverse()
    .find(passed => passed.setCanaryScale)?.setCanaryScale;
  return scale?.matchTrafficWeight ? undefined : scale;
}

/** The weight that the canary is to have; after an abort with dynamic stable scale it goes back step by step. */
export function desiredCanaryWeight(
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
): number {
  if (
    rollout.status.abort &&
    canaryOf(rollout)?.dynamicStableScale &&
    newRS &&
    stableRS
  ) {
    const replicas = replicasOf(rollout);
    const max = maxWeightOf(rollout);
    const present = Math.max(replicas - available(stableRS), available(newRS));
    const below = [...stepsOf(rollout)]
      .reverse()
      .find(
        step =>
          isSetWeight(step) &&
          scaled(replicas, step.setWeight ?? 0, max) < present,
      );
    return below?.setWeight ?? 0;
  }
  return currentSetWeight(rollout);
}

function replicasOrWeight(
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
): { replicas?: number; weight: number } {
  const { promoteFull, stableRS: stable, currentPodHash } = rollout.status;
  if (promoteFull || !stable || stable === currentPodHash) {
    return { weight: maxWeightOf(rollout) };
  }
  const scale = canaryScale(rollout);
  if (scale?.replicas !== undefined) {
    return { replicas: scale.replicas, weight: 0 };
  }
  if (scale?.weight !== undefined) return { weight: scale.weight };
  return { weight: desiredCanaryWeight(rollout, newRS, stableRS) };
}

/** Pods to reckon with when scaling down; `ignoring` counts also those that are not available. */
function forScaleDown(replicaSet: MaybeReplicaSet, ignoring: boolean): number {
  const desired = wanted(replicaSet);
  return ignoring || desired < available(replicaSet)
    ? desired
    : available(replicaSet);
}

/**
 * The nearest split of the replicas to a weight. The sum may be one above
 * `replicas` if a surge is allowed; between none and all, each side gets at
 * least one.
 */
export function splitByWeight(
  replicas: number,
  weight: number,
  max: number,
  surge: number,
): Counts {
  if (replicas === 0) return { canary: 0, stable: 0 };
  const up = Math.ceil((replicas * weight) / max);
  const down = Math.floor((replicas * weight) / max);
  const tied = (total: number) => (total * (weight / max)) % 1 === 0.5;
  const mayBeNone =
    weight === max || weight === 0 || (replicas === 1 && surge === 0);
  const options: Array<{ canary: number; total: number }> = [];
  if (up < replicas || mayBeNone) options.push({ canary: up, total: replicas });
  if (!tied(replicas) && (down !== 0 || mayBeNone)) {
    options.push({ canary: down, total: replicas });
  }
  if (surge > 0) {
    options.push({ canary: up, total: replicas + 1 });
    if (!tied(replicas + 1) && (down !== 0 || mayBeNone)) {
      options.push({ canary: down, total: replicas + 1 });
    }
  }
  const distance = ({ canary, total }: { canary: number; total: number }) =>
    Math.abs((canary * max) / total - weight);
  const [first, ...rest] = options;
  if (!first) return { canary: 0, stable: replicas };
  const best = rest.reduce(
    (nearest, option) =>
      distance(option) < distance(nearest) ? option : nearest,
    first,
  );
  return { canary: best.canary, stable: best.total - best.canary };
}

/** Keeps what is scaled down (`drained`) and what is left (`kept`) between the least available and the most allowed. */
function withinLimits(
  drained: { replicaSet: MaybeReplicaSet; count: number },
  kept: { replicaSet: MaybeReplicaSet; count: number },
  most: number,
  least: number,
): { drained: number; kept: number } {
  if (!kept.replicaSet) return { drained: drained.count, kept: kept.count };
  const over = Math.max(0, kept.count + drained.count - most);
  const cut = kept.count - over;
  const availableThen =
    Math.min(available(drained.replicaSet), drained.count) +
    Math.min(available(kept.replicaSet), cut);
  const lost = Math.max(0, available(kept.replicaSet) - cut);
  const missing = Math.max(0, least - availableThen);
  const final = cut + Math.min(lost, missing);
  return {
    drained: drained.count - Math.max(0, final + drained.count - most),
    kept: final,
  };
}

/** Counts of a canary whose weight is held by pods alone: the next ones that surge and availability allow. */
export function basicCounts(
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
  others: ReplicaSet[],
): Counts {
  const replicas = replicasOf(rollout);
  const surge = maxSurge(rollout);
  const apart = isApart(newRS, stableRS);
  const desired = apart
    ? splitByWeight(
        replicas,
        replicasOrWeight(rollout, newRS, stableRS).weight,
        maxWeightOf(rollout),
        surge,
      )
    : { canary: replicas, stable: 0 };
  let canary = wanted(newRS);
  let stable = apart ? wanted(stableRS) : 0;
  const most = replicas + surge;
  let room =
    most - sumOf([...others, newRS, apart ? stableRS : undefined], wanted);

  if (apart && stable < desired.stable && room > 0) {
    const added = Math.min(room, desired.stable - stable);
    stable += added;
    room -= added;
  }
  if (newRS && canary < desired.canary && room > 0) {
    canary = Math.min(canary + room, desired.canary);
  }
  if (sumOf(others, wanted) > 0) return { canary, stable };

  const least = replicas - maxUnavailable(rollout);
  const increasing = !newRS || desired.canary >= wanted(newRS);
  const reckoned =
    forScaleDown(newRS, !increasing) + forScaleDown(stableRS, increasing);
  if (reckoned <= least) return { canary, stable };
  const surplus = reckoned - least;
  const drain = (
    replicaSet: MaybeReplicaSet,
    target: number,
    count: number,
  ): number =>
    wanted(replicaSet) > target
      ? Math.max(target, wanted(replicaSet) - surplus)
      : count;
  if (!increasing) {
    const limited = withinLimits(
      { replicaSet: newRS, count: drain(newRS, desired.canary, canary) },
      { replicaSet: stableRS, count: stable },
      most,
      least,
    );
    return { canary: limited.drained, stable: limited.kept };
  }
  if (apart) {
    const limited = withinLimits(
      { replicaSet: stableRS, count: drain(stableRS, desired.stable, stable) },
      { replicaSet: newRS, count: canary },
      most,
      least,
    );
    return { canary: limited.kept, stable: limited.drained };
  }
  return { canary, stable };
}

/** Counts of a canary whose weight is held by a traffic router. */
export function routedCounts(
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
  weights: TrafficWeights | undefined,
): Counts {
  const replicas = replicasOf(rollout);
  const max = maxWeightOf(rollout);
  const strategy = canaryOf(rollout);
  const atLeast = (count: number) =>
    count === 0 ? 0 : Math.max(count, strategy?.minPodsPerReplicaSet ?? 0);
  const target = replicasOrWeight(rollout, newRS, stableRS);
  let canary = target.replicas ?? atLeast(scaled(replicas, target.weight, max));
  if (!strategy?.dynamicStableScale) return { canary, stable: replicas };

  let stable = scaled(replicas, max - target.weight, max);
  if (weights) {
    stable = Math.max(stable, scaled(replicas, weights.stable.weight, max));
    if (rollout.status.abort) {
      canary = Math.max(canary, scaled(replicas, weights.canary.weight, max));
    }
  }
  return { canary: atLeast(canary), stable: atLeast(stable) };
}

export const canaryCounts = (
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
  others: ReplicaSet[],
  weights: TrafficWeights | undefined,
): Counts =>
  isRouted(rollout)
    ? routedCounts(rollout, newRS, stableRS, weights)
    : basicCounts(rollout, newRS, stableRS, others);

/** Whether the pods are where the current step wants them. */
export function atDesiredCounts(
  rollout: Rollout,
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
  others: ReplicaSet[],
  weights: TrafficWeights | undefined,
): boolean {
  const desired = canaryCounts(rollout, newRS, stableRS, others, weights);
  const routed = isRouted(rollout);
  if (
    !newRS ||
    wanted(newRS) !== desired.canary ||
    available(newRS) !== desired.canary
  ) {
    return false;
  }
  const stableCounts = !routed || !canaryOf(rollout)?.dynamicStableScale;
  if (
    stableCounts &&
    (!stableRS ||
      wanted(stableRS) !== desired.stable ||
      actual(stableRS) !== desired.stable)
  ) {
    return false;
  }
  return routed || sumOf(others, available) === 0;
}
