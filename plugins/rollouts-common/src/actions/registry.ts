import { titleOf, needsTypedName } from '@slipway/plugin-actions-common';
import { Environment } from '@slipway/plugin-clusters-common';
import {
  ActionGate,
  ActionPreview,
  RolloutActionName,
  RolloutCore,
  RolloutDetail,
} from '../types';
import { abort } from './abort';
import { pause } from './pause';
import { rolloutsReadPermission } from '../permissions';
import { Prediction, PredictionArgs } from './predict';
import { Facts } from './predict/facts';
import { promote } from './promote';
import { promoteFull } from './promoteFull';
import { RevisionMetrics } from './metricsWarnings';
import { restart } from './restart';
import { resume } from './resume';
import { retry } from './retry';
import { GateObjects, PreviewArgs, RolloutAction } from './rolloutAction';
import { setImage } from './setImage';
import { skipStep } from './skipStep';
import { terminateAnalysis } from './terminateAnalysis';
import { undo } from './undo';

/** All actions by their names, in the order in which menus show them. A new one is its file, its name and its line here. */
export const rolloutActions: Readonly<
  Record<RolloutActionName, RolloutAction>
> = {
  promote,
  'promote-full': promoteFull,
  'skip-step': skipStep,
  pause,
  resume,
  abort,
  retry,
  restart,
  undo,
  'set-image': setImage,
  'terminate-analysis': terminateAnalysis,
};

/** Names of all actions, in the order in which menus show them. */
export const ROLLOUT_ACTIONS: readonly RolloutActionName[] = Object.values(
  rolloutActions,
).map(({ name }) => name);

/** All permissions: to read, and one for each action. */
export const rolloutsPermissions = [
  rolloutsReadPermission,
  ...Object.values(rolloutActions).map(({ permission }) => permission),
];

/**
 * One action: whether it does something now, and if not why not.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/bluegreen.go `syncRolloutStatusBlueGreen`
 * @see rollout/pause.go `CalculatePauseConditions`
 * @see rollout/sync.go `resetRolloutStatus`
 */
export function actionGate(
  action: RolloutActionName,
  core: RolloutCore,
  objects: GateObjects = {},
): ActionGate {
  const reason = rolloutActions[action].gate({ ...objects, core });
  return reason === undefined
    ? { action, enabled: true }
    : { action, enabled: false, reason };
}

/**
 * Every action, each open only where it does something, with the reason where
 * not. Says nothing of permission: that is the server's `access`.
 *
 * @see rollout/canary.go, rollout/bluegreen.go, rollout/pause.go, rollout/sync.go
 */
export function availableActions(
  core: RolloutCore,
  objects: GateObjects = {},
): ActionGate[] {
  return ROLLOUT_ACTIONS.map(action => actionGate(action, core, objects));
}

/**
 * What the controller will do after an action: where it comes to rest, which
 * analyses run or do not, who serves afterwards, and what is lost. Pure, from
 * what the page has.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`
 * @see rollout/bluegreen.go `syncRolloutStatusBlueGreen`
 * @see rollout/sync.go `resetRolloutStatus`, `shouldFullPromote`
 * @param now - ms since the epoch: deadlines pass
 */
export function predictAction(
  action: RolloutActionName,
  detail: Facts & Pick<RolloutDetail, 'core' | 'revisions'>,
  args: PredictionArgs,
  now: number,
): Prediction {
  return rolloutActions[action].predict(detail, args, now);
}

/**
 * What a dialog shows before an action is sent.
 *
 * @see rollout/canary.go `syncRolloutStatusCanary`, `completedCurrentCanaryStep`
 */
export function previewAction(
  name: RolloutActionName,
  detail: RolloutDetail,
  args: PreviewArgs,
  options: {
    environment: Environment;
    metrics?: RevisionMetrics;
    /** Ms since the epoch; the time of the call unless given. A deadline that passes changes what will happen. */
    now?: number;
  },
): ActionPreview {
  const action = rolloutActions[name];
  const { environment, metrics, now = Date.now() } = options;
  return {
    action: name,
    title: titleOf(action, detail.core.ref.name),
    ...action.preview(detail, args, { metrics, now }),
    typedConfirmation: needsTypedName(action, { environment }),
    oneTap: action.risk.oneTap === true,
  };
}
