import {
  MANUALLY_PAUSED,
  needsUser,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';

/** The one thing to do next with a rollout; `open` when a user has to look first. */
export type NextStep = 'promote' | 'resume' | 'retry' | 'open';

/**
 * Which button a row shows. Only an offer: the action's gate and the user's
 * access still decide whether it can be pressed.
 */
export function nextStep(
  rollout: Pick<RolloutSummary, 'attention' | 'aborted' | 'pauses'>,
): NextStep {
  if (rollout.aborted) return 'retry';
  if (rollout.attention?.reason !== 'waiting-for-user') return 'open';
  const held = rollout.pauses.filter(needsUser);
  if (held.some(pause => pause.unreadableDuration !== undefined)) return 'open';
  // A pause that ends by its time needs no promotion once the manual one is over.
  return held.every(pause => pause.reason === MANUALLY_PAUSED)
    ? 'resume'
    : 'promote';
}
