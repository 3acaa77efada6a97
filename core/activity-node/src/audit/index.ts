/**
 * The audit log in files of its own, for `backend.add`.
 *
 * @packageDocumentation
 */
export { auditLogServiceRef } from './auditLogServiceRef';
export type { AuditLogService } from './auditLogServiceRef';
export { fileAuditorFactory as default } from './auditorFactory';
