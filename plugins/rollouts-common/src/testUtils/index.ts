export { CASE_CLUSTER, detailsOf } from './details';
export {
  applyMergePatch,
  lineBetween,
  linesOf,
  mergePatchOf,
  replay,
} from './recording';
export type { RawObject, RecordedState, RecordingLine } from './recording';
export { violationsOf } from './invariants';
export type { InvariantOptions } from './invariants';
export { sentencesOf } from './sentences';
export type { Sentence } from './sentences';
export { recordedStates } from './recorded';
export type { NamedState } from './recorded';
