import { Behavior, ScalingRules } from './model';

/**
 * What the autoscaler of Kubernetes limits: how many its metrics want, and what
 * was before.
 *
 * @see pkg/controller/podautoscaler of Kubernetes: `horizontal.go`, `replica_calculator.go`
 */
export interface ScalingFacts {
  /** What the target shall have. */
  current: number;
  /** What the metrics want now. */
  proposal: number;
  min: number;
  max: number;
  /** With its defaults. */
  behavior?: Behavior;
  /** What was wanted lately, before it was limited. */
  wanted: readonly { at: number; count: number }[];
  /** By how much the target was scaled lately; in is negative. */
  changes: readonly { at: number; by: number }[];
  /** ms, as the times above. */
  now: number;
}

/** How many, and what the conditions say of it. */
export interface Decision {
  replicas: number;
  able: Said;
  limited: Said & { isLimited: boolean };
}

interface Said {
  reason: string;
  message: string;
}

/** Differences up to this share change nothing (`--horizontal-pod-autoscaler-tolerance`). */
const TOLERANCE = 0.1;
/** `--horizontal-pod-autoscaler-downscale-stabilization`, s. */
const DOWN_WINDOW = 300;

/**
 * How many replicas a metric wants. `GetExternalPerPodMetricReplicas`
 *
 * @param value - sum over all pods
 * @param target - of the value for each pod
 * @param running - how many there are
 */
export function proposalOf(
  value: number,
  target: number,
  running: number,
): number {
  const ratio = value / (target * running);
  return Math.abs(1 - ratio) <= TOLERANCE ? running : Math.ceil(value / target);
}

/** The wanted counts within a window of seconds. */
const within = ({ wanted, now }: ScalingFacts, windowSeconds: number) =>
  wanted
    .filter(({ at }) => at > now - windowSeconds * 1000)
    .map(({ count }) => count);

/** `stabilizeRecommendation` and `stabilizeRecommendationWithBehaviors` */
function stabilised(facts: ScalingFacts): number {
  const { current, proposal, behavior } = facts;
  const down = behavior?.scaleDown?.stabilizationWindowSeconds ?? DOWN_WINDOW;
  const most = Math.max(proposal, ...within(facts, down));
  if (!behavior) return most;
  const up = behavior.scaleUp?.stabilizationWindowSeconds ?? 0;
  const least = Math.min(proposal, ...within(facts, up));
  return Math.min(Math.max(current, least), most);
}

/**
 * How many there may be by the rules of one direction.
 * `calculateScaleUpLimitWithScalingRules`, `calculateScaleDownLimitWithBehaviors`
 */
function limitOf(
  { current, changes, now }: ScalingFacts,
  { selectPolicy = 'Max', policies = [] }: ScalingRules,
  sign: 1 | -1,
): number {
  if (selectPolicy === 'Disabled') return current;
  const limits = policies.map(({ type, value, periodSeconds }) => {
    const before = changes
      .filter(({ at }) => at > now - periodSeconds * 1000)
      .reduce((count, { by }) => count - by, current);
    if (type === 'Pods') return before + sign * value;
    const share = before * (1 + (sign * value) / 100);
    return sign > 0 ? Math.ceil(share) : Math.trunc(share);
  });
  const isFarthest = selectPolicy !== 'Min';
  return isFarthest === sign > 0 ? Math.max(...limits) : Math.min(...limits);
}

const WITHIN = {
  isLimited: false,
  reason: 'DesiredWithinRange',
  message: 'the desired count is within the acceptable range',
};
const tooFew = {
  isLimited: true,
  reason: 'TooFewReplicas',
  message: 'the desired replica count is less than the minimum replica count',
};
const tooMany = {
  isLimited: true,
  reason: 'TooManyReplicas',
  message: 'the desired replica count is more than the maximum replica count',
};
const tooFast = (reason: string, direction: string) => ({
  isLimited: true,
  reason,
  message: `the desired replica count is ${direction} faster than the maximum scale rate`,
});

/** `convertDesiredReplicasWithRules` and `convertDesiredReplicasWithBehaviorRate` */
function limited(facts: ScalingFacts, desired: number) {
  const { current, min, max, behavior } = facts;
  if (!behavior) {
    const most = Math.min(max, Math.max(2 * current, 4));
    if (desired < min) return { replicas: min, limited: tooFew };
    if (desired <= most) return { replicas: desired, limited: WITHIN };
    return {
      replicas: most,
      limited: most === max ? tooMany : tooFast('ScaleUpLimit', 'increasing'),
    };
  }
  if (desired > current) {
    const rate = Math.max(current, limitOf(facts, behavior.scaleUp ?? {}, 1));
    const most = Math.min(max, rate);
    if (desired > most) {
      return {
        replicas: most,
        limited: max > rate ? tooFast('ScaleUpLimit', 'increasing') : tooMany,
      };
    }
  }
  if (desired < current) {
    const rate = Math.min(
      current,
      limitOf(facts, behavior.scaleDown ?? {}, -1),
    );
    const least = Math.max(min, rate);
    if (desired < least) {
      return {
        replicas: least,
        limited: min < rate ? tooFast('ScaleDownLimit', 'decreasing') : tooFew,
      };
    }
  }
  return { replicas: desired, limited: WITHIN };
}

function stabilityOf(
  { current, proposal, behavior }: ScalingFacts,
  stable: number,
): Said {
  if (stable === proposal) {
    return {
      reason: 'ReadyForNewScale',
      message: 'recommended size matches current size',
    };
  }
  return behavior && proposal >= current
    ? {
        reason: 'ScaleUpStabilized',
        message:
          'recent recommendations were lower than current one, applying the lowest recent recommendation',
      }
    : {
        reason: 'ScaleDownStabilized',
        message:
          'recent recommendations were higher than current one, applying the highest recent recommendation',
      };
}

/** `normalizeDesiredReplicas` and `normalizeDesiredReplicasWithBehaviors` */
export function decide(facts: ScalingFacts): Decision {
  const stable = stabilised(facts);
  return { able: stabilityOf(facts, stable), ...limited(facts, stable) };
}
