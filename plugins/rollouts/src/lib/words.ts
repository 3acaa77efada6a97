import { RolloutSummary } from '@slipway/plugin-rollouts-common';

type Progress = Pick<RolloutSummary, 'stepIndex' | 'stepCount' | 'strategy'>;

/** `step 4 of 7` as users count, `all 7 steps done`, or why there are none. */
export function stepsText({
  stepIndex,
  stepCount,
  strategy,
}: Progress): string {
  if (strategy === 'blueGreen') return 'blue-green: no steps';
  if (stepCount === 0) return 'no steps';
  if (stepIndex === undefined) return `step unknown of ${stepCount}`;
  if (stepIndex >= stepCount) return `all ${stepCount} steps done`;
  return `step ${stepIndex + 1} of ${stepCount}`;
}

/** `4/7` for tables; undefined without steps. */
export function stepsShort({
  stepIndex,
  stepCount,
  strategy,
}: Progress): string | undefined {
  if (strategy === 'blueGreen' || stepCount === 0 || stepIndex === undefined) {
    return undefined;
  }
  return `${Math.min(stepIndex + 1, stepCount)}/${stepCount}`;
}

/** `blue-green` as users write it. */
export function strategyText(strategy: RolloutSummary['strategy']): string {
  return strategy === 'blueGreen' ? 'blue-green' : strategy;
}

/** `group:default/team-orders` as `team-orders`. */
export function ownerName(ownerRef: string): string {
  return ownerRef.slice(ownerRef.lastIndexOf('/') + 1);
}
