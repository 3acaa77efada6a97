/** What the autoscaler decides from. */
export interface ScalingFacts {
  current: number;
  /** Sum over all pods; undefined when it could not be read. */
  value?: number;
  /** Of the value for each pod. */
  target: number;
  /** At least this many, 0 included. */
  min: number;
  max: number;
}

/** Differences up to this share change nothing (`--horizontal-pod-autoscaler-tolerance`). */
const TOLERANCE = 0.1;
const DEFAULT_MIN = 1;

/**
 * How many replicas the autoscaler wants for an average value, before it waits
 * with scaling in. Without a value it stays as it is, within its bounds.
 *
 * @see pkg/controller/podautoscaler of Kubernetes: `GetExternalPerPodMetricReplicas`, `calculateScaleUpLimitWithScalingRules`
 */
export function wantedReplicas(facts: ScalingFacts): number {
  const { current, value, target, max } = facts;
  const min = Math.max(facts.min, DEFAULT_MIN);
  const clamp = (count: number) => Math.min(max, Math.max(min, count));
  if (value === undefined || !(target > 0)) return clamp(current);
  const ratio = value / (target * current);
  if (Math.abs(1 - ratio) <= TOLERANCE) return clamp(current);
  const wanted = clamp(Math.ceil(value / target));
  // At most twice as many, or four more, in one step.
  return Math.min(wanted, Math.max(clamp(current), current * 2, current + 4));
}
