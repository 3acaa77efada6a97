export { describeWrite } from './describeWrite';
export {
  endOfFailedWrite,
  OutcomeUnknownError,
  PartiallyAppliedError,
  partsInWords,
} from './errors';
export type { AppliedParts } from './errors';
export type { CreateWrite, DeleteWrite, PatchWrite, Write } from './types';
