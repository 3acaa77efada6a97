import {
  Guard,
  RolloutSummary,
  SeenState,
} from '@slipway/plugin-rollouts-common';

/**
 * Whether a rollout is no longer in the state that somebody saw, as far as an
 * action asks: the server would refuse it with 409.
 */
export function movedOn(
  seen: SeenState,
  now: Pick<RolloutSummary, 'uid' | 'currentPodHash' | 'stepIndex'>,
  guard: Guard,
): boolean {
  return (
    seen.uid !== now.uid ||
    seen.currentPodHash !== now.currentPodHash ||
    (guard === 'step' && seen.currentStepIndex !== now.stepIndex)
  );
}
