export { describePatch } from './describePatch';
export {
  endOfFailedWrite,
  OutcomeUnknownError,
  PartiallyAppliedError,
  partsInWords,
} from './errors';
export type { AppliedParts } from './errors';
