export {
  actionGate,
  availableActions,
  predictAction,
  previewAction,
  ROLLOUT_ACTIONS,
  rolloutActions,
  rolloutsPermissions,
} from './registry';
export type {
  FreshRollout,
  GateObjects,
  GateSubject,
  PlanRead,
  PreviewArgs,
  PreviewContext,
  RolloutAction,
  RolloutTypes,
} from './rolloutAction';
export type { RevisionMetrics } from './metricsWarnings';
export { seenStateOf } from './operations';
export type { Guard } from './operations';
export { planAction } from './plan';
export type { PlanExtra } from './plan';
export { isWithinRollbackWindow } from './predict';
export type {
  PredictedAnalysis,
  PredictedLoss,
  PredictedPause,
  PredictedRest,
  PredictedServing,
  PredictedShare,
  Prediction,
  PredictionArgs,
  Uncertain,
} from './predict';
