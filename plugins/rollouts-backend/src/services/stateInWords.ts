import { RolloutCore } from '@slipway/plugin-rollouts-common';

/** Where a rollout is, for a user who saw it elsewhere: `Paused (CanaryPauseStep), step 3 of 8, revision 42`. */
export function stateInWords(core: RolloutCore): string {
  const { phase, message, stepIndex, stepCount, revision } = core;
  const parts = [message ? `${phase} (${message})` : phase];
  if (stepIndex !== undefined) {
    parts.push(
      stepIndex >= stepCount
        ? `all ${stepCount} steps done`
        : `step ${stepIndex + 1} of ${stepCount}`,
    );
  }
  if (revision !== undefined) parts.push(`revision ${revision}`);
  return parts.join(', ');
}
