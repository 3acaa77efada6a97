/**
 * How backend plugins record what happened.
 *
 * @packageDocumentation
 */
export * from './types';
export { activityServiceRef } from './activityServiceRef';
export {
  RecordUnavailableError,
  recordUnavailableReason,
} from './RecordUnavailableError';
export { entriesBetween } from './entriesBetween';
export { UnrecordedError } from './UnrecordedError';
export { AuditLogUnavailableError } from './audit/AuditLogUnavailableError';
export { createEventAnyway } from './audit/createEventAnyway';
