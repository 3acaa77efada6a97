export { hasEnded, deriveAnalysisRuns } from './analysis';
export { abortReason, decisiveRun, runsOfThisAttempt } from './attempt';
export type { AttemptSubject } from './attempt';
export { attentionOf, compareAttention } from './attention';
export type { AttentionSubject, UnobservedSince } from './attention';
export { deriveCore, selectorText } from './core';
export type { CoreContext } from './core';
export { deriveDetail, detailOf } from './detail';
export type { DetailObjects } from './detail';
export { pauseSeconds, goDurationSeconds, shortDuration } from './duration';
export { deriveEvents, uidsOf } from './events';
export type { EventSubjects } from './events';
export {
  deriveExperiments,
  experimentEndWords,
  hasExperimentEnded,
} from './experiments';
export { failureSentence } from './failures';
export { imageChanges, imageChangeWords, imagePair, imageTag } from './images';
export {
  compareInstants,
  compareLatest,
  earliestOf,
  instantOf,
  isSameInstant,
  latestOf,
} from './instants';
export { parseLimits } from './limits';
export {
  decisivePause,
  derivePauses,
  MANUALLY_PAUSED,
  needsUser,
  waitWords,
} from './pauses';
export {
  awaitsController,
  isGenerationObserved,
  isUnpausing,
  rolloutPhase,
} from './phase';
export type { PhaseAndMessage } from './phase';
export { derivePods, podWords } from './pods';
export { podTroubles } from './podTrouble';
export { restartState } from './restart';
export type { RestartState } from './restart';
export { deriveRevisions, replicaSetHealth, replicaSetTags } from './revisions';
export { revisionsInPlay } from './revisionsInPlay';
export type { RevisionInPlay } from './revisionsInPlay';
export { deriveSteps } from './steps';
export { stepLabel } from './stepLabel';
export { deriveSummary, ownedBy, revisionOf } from './summary';
export type { SummaryContext } from './summary';
export {
  abortSentence,
  canaryServices,
  deriveServing,
  leftoverSentence,
  servingSentence,
  shareName,
  trafficNote,
} from './serving';
export type { ServingSubject } from './serving';
export {
  actualWeight,
  percentOf,
  podTemplateHash,
  setWeight,
  weightPercent,
} from './weights';
export {
  allowedWords,
  metricVerdict,
  outcomes,
  ruleWords,
  taken,
} from './metricVerdict';
export { shortened, valueNumbers, valueWords } from './value';
export { sentence } from './metricVerdict';
