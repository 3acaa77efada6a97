import { RolloutSummary, SeenState } from '@slipway/plugin-rollouts-common';

/** Whether a rollout is no longer in the state that somebody saw. */
export function movedOn(
  seen: SeenState,
  now: Pick<RolloutSummary, 'uid' | 'currentPodHash' | 'stepIndex'>,
): boolean {
  return (
    seen.uid !== now.uid ||
    seen.currentPodHash !== now.currentPodHash ||
    seen.currentStepIndex !== now.stepIndex
  );
}
