import {
  RolloutActionName,
  RolloutCore,
} from '@slipway/plugin-rollouts-common';

const WORDS: Record<RolloutActionName, { asked: string; done: string }> = {
  promote: { asked: 'Promote', done: 'was promoted' },
  'promote-full': { asked: 'Fully promote', done: 'is being fully promoted' },
  'skip-step': { asked: 'Skip a step of', done: 'moved on by one step' },
  pause: { asked: 'Pause', done: 'was paused' },
  resume: { asked: 'Resume', done: 'was resumed' },
  abort: { asked: 'Abort', done: 'was aborted' },
  retry: { asked: 'Retry', done: 'is being retried' },
  restart: { asked: 'Restart', done: 'is being restarted' },
  undo: { asked: 'Roll back', done: 'is being rolled back' },
  'set-image': { asked: 'Set the image of', done: 'got its new image' },
  'terminate-analysis': {
    asked: 'Terminate an analysis run of',
    done: 'had an analysis run terminated',
  },
};

/** `Promote order-service` before, `order-service was promoted.` after. */
export function actionSummary(
  action: RolloutActionName,
  rolloutName: string,
  when: 'asked' | 'done',
): string {
  const words = WORDS[action];
  return when === 'asked'
    ? `${words.asked} ${rolloutName}`
    : `${rolloutName} ${words.done}.`;
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
