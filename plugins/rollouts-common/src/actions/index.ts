export { actionGate, availableActions, ROLLOUT_ACTIONS } from './gates';
export type { GateObjects } from './gates';
export type { RevisionMetrics } from './metricsHesitations';
export { seenStateOf } from './operations';
export type { Guard } from './operations';
export { guardOf, planAction } from './plan';
export type { ActionPlan, PlanExtra } from './plan';
export { previewAction } from './preview';
export type { PreviewArgs } from './preview';
