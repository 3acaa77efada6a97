import { Environment } from '@slipway/plugin-clusters-common';
import { ActionPreview, RolloutActionName, RolloutDetail } from '../types';
import { equivalentCommand } from './command';
import { effectOf } from './effect';
import { hesitationsOf } from './hesitations';
import { lossesOf } from './losses';
import { RevisionMetrics } from './metricsHesitations';
import { predictAction, PredictionArgs } from './predict';

/** Arguments that a preview may be shown with; the dialog fills them in bit by bit. */
export type PreviewArgs = PredictionArgs;

const TITLES: Record<RolloutActionName, string> = {
  promote: 'Promote',
  'promote-full': 'Fully promote',
  'skip-step': 'Skip a step of',
  pause: 'Pause',
  resume: 'Resume',
  abort: 'Abort',
  retry: 'Retry',
  restart: 'Restart',
  undo: 'Undo',
  'set-image': 'Set the image of',
  'terminate-analysis': 'Terminate an analysis of',
};

/** Actions for which the name is typed in production. */
const TYPED: readonly RolloutActionName[] = [
  'promote-full',
  'undo',
  'set-image',
];

/** Whether it is sent without a dialog. Abort is the safe action. */
export const isOneTap = (action: RolloutActionName) => action === 'abort';

/**
 * What a dialog shows before an action is sent. Abort is the safe action: one
 * tap, never typed.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`, `completedCurrentCanaryStep`
 */
export function previewAction(
  action: RolloutActionName,
  detail: RolloutDetail,
  args: PreviewArgs,
  options: {
    environment: Environment;
    metrics?: RevisionMetrics;
    /** Ms since the epoch; the time of the call unless given. A deadline that passes changes what will happen. */
    now?: number;
  },
): ActionPreview {
  const { core } = detail;
  const prediction = predictAction(
    action,
    detail,
    args,
    options.now ?? Date.now(),
  );
  return {
    action,
    title: `${TITLES[action]} ${core.ref.name}`,
    effect: effectOf(action, detail, prediction, args),
    hesitations: [
      ...lossesOf(action, detail, prediction),
      ...hesitationsOf(action, detail, options.metrics),
    ],
    kubectl: equivalentCommand(action, core, args),
    typedConfirmation: options.environment === 'prod' && TYPED.includes(action),
    oneTap: isOneTap(action),
  };
}
