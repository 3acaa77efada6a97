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
} from './types';
export { isWithinRollbackWindow } from './rollbackWindow';
export { isFastTracked } from './template';
