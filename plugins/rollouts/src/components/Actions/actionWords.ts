import { RolloutActionName } from '@slipway/plugin-rollouts-common';

/** What stands on the button of an action. */
export const ACTION_LABELS: Record<RolloutActionName, string> = {
  promote: 'Promote',
  'promote-full': 'Promote fully',
  'skip-step': 'Skip step',
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Abort',
  retry: 'Retry',
  restart: 'Restart',
  undo: 'Undo',
  'set-image': 'Set image',
  'terminate-analysis': 'Terminate analysis',
};
