export { actionGate, availableActions, ROLLOUT_ACTIONS } from './gates';
export type { GateObjects } from './gates';
export type { RevisionMetrics } from './metricsHesitations';
export { seenStateOf } from './operations';
export type { Guard } from './operations';
export { guardOf, planAction } from './plan';
export type { ActionPlan, PlanExtra } from './plan';
export { isWithinRollbackWindow, predictAction } from './predict';
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
export { isOneTap, previewAction } from './preview';
export type { PreviewArgs } from './preview';
