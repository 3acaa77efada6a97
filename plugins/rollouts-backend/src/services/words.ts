import {
  RolloutActionName,
  RolloutCore,
} from '@slipway/plugin-rollouts-common';

const WORDS: Record<RolloutActionName, { asked: string; done: string }> = {
  promote: { asked: 'Promote', done: 'Promote' },
  'promote-full': { asked: 'Fully promote', done: 'Promote full' },
  'skip-step': { asked: 'Skip a step of', done: 'Skip step' },
  pause: { asked: 'Pause', done: 'Pause' },
  resume: { asked: 'Resume', done: 'Resume' },
  abort: { asked: 'Abort', done: 'Abort' },
  retry: { asked: 'Retry', done: 'Retry' },
  restart: { asked: 'Restart', done: 'Restart' },
  undo: { asked: 'Roll back', done: 'Undo' },
  'set-image': { asked: 'Set the image of', done: 'Set image' },
  'terminate-analysis': {
    asked: 'Terminate an analysis run of',
    done: 'Terminate an analysis run',
  },
};

/**
 * `Promote order-service` before, `Promote of order-service was accepted.`
 * after: what the controller then does is not known yet.
 */
export function actionSummary(
  action: RolloutActionName,
  rolloutName: string,
  when: 'asked' | 'done',
): string {
  const words = WORDS[action];
  return when === 'asked'
    ? `${words.asked} ${rolloutName}`
    : `${words.done} of ${rolloutName} was accepted.`;
}

/** Where a rollout is, for somebody who saw it elsewhere: `Paused (CanaryPauseStep), step 3 of 8, revision 42`. */
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
