import { desiredCanaryWeight } from './canaryCounts';
import { available } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { canaryOf, maxWeightOf, replicasOf } from './spec';

/** The weight that stands for so many pods. */
export const share = (context: RolloutContext, count: number) => {
  const replicas = replicasOf(context.rollout);
  return replicas === 0
    ? 0
    : Math.trunc((maxWeightOf(context.rollout) * count) / replicas);
};

/** The weight on the way back to stable: 0 at once, or step by step with dynamic stable scale. */
export function weightOnTheWayBack(context: RolloutContext): number {
  const { rollout, newRS, stableRS } = context;
  if (
    !canaryOf(rollout)?.dynamicStableScale ||
    !stableRS ||
    !newRS ||
    replicasOf(rollout) === 0
  ) {
    return 0;
  }
  const max = maxWeightOf(rollout);
  const desired = desiredCanaryWeight(rollout, newRS, stableRS);
  const stableShare = share(context, available(stableRS));
  const expected = Math.max(0, max - stableShare);
  const present = rollout.status.canary?.weights?.canary.weight;
  if (present === undefined) return Math.max(expected, desired);
  if (desired <= 0) return Math.min(expected, present);
  if (stableShare < max - desired) return present;
  return Math.min(desired, present);
}
