import {
  PreviewArgs,
  RolloutActionName,
  RolloutDetail,
  SeenState,
} from '@slipway/plugin-rollouts-common';

/** What somebody wants to do, with what they saw when they pressed. */
export interface ActionIntent {
  action: RolloutActionName;
  /** As it was when the button was pressed. */
  detail: RolloutDetail;
  /** What was on the screen when the button was pressed; never taken anew while the dialog is open. */
  seen: SeenState;
  /** Filled in bit by bit in the dialog. */
  args: PreviewArgs;
}
