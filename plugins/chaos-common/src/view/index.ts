export { podFacts, templateHashOf, workloadOf } from './podFacts';
export {
  PART_LABEL,
  PURPOSE_ANNOTATION,
  STARTED_BY_ANNOTATION,
} from './labels';
export { mergeCallers, withoutRates } from './callers';
export { touchedWorkloads } from './touchedWorkloads';
export { faultCore, faultRow, targetRecords } from './faultRow';
export type { FaultSurroundings } from './faultRow';
export { draftYaml, launchAnnotations, manifestOf } from './manifest';
export { selectionsOf, sharesOf } from './selections';
export type { Selection } from './selections';
export { blastRadius, matchedNames, reachesPods } from './blastRadius';
export type { BlastRadiusFacts } from './blastRadius';
