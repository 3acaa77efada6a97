export { hasEnded, deriveAnalysisRuns, valueNumbers } from './analysis';
export { attentionOf, compareAttention } from './attention';
export type { AttentionSubject, UnobservedSince } from './attention';
export { deriveCore, selectorText } from './core';
export type { CoreContext } from './core';
export { deriveDetail } from './detail';
export type { DetailObjects } from './detail';
export { pauseSeconds, goDurationSeconds, shortDuration } from './duration';
export { deriveEvents, uidsOf } from './events';
export type { EventSubjects } from './events';
export { parseLimits } from './limits';
export { derivePauses, MANUALLY_PAUSED } from './pauses';
export {
  awaitsController,
  isGenerationObserved,
  isUnpausing,
  rolloutPhase,
} from './phase';
export type { PhaseAndMessage } from './phase';
export { derivePods, podWords } from './pods';
export { deriveRevisions, replicaSetHealth, replicaSetTags } from './revisions';
export { deriveSteps, stepLabel } from './steps';
export { deriveSummary, ownedBy, revisionOf } from './summary';
export type { SummaryContext } from './summary';
export { valueWords } from './verdict';
export {
  abortSentence,
  canaryServices,
  deriveServing,
  leftoverSentence,
  servingSentence,
  shareName,
} from './serving';
export type { ServingSubject } from './serving';
export {
  actualWeight,
  percentOf,
  podTemplateHash,
  setWeight,
  weightPercent,
} from './weights';
