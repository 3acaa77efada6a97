import {
  AuditorService,
  AuditorServiceCreateEventOptions,
  AuditorServiceEvent,
} from '@backstage/backend-plugin-api';
import { AuditLogUnavailableError } from './AuditLogUnavailableError';

/**
 * Starts an audit event for what must not depend on the audit log: an abort,
 * the end of a grant, the record that stands in for the audit log.
 *
 * @returns the event, and whether the audit log has it already
 */
export async function createEventAnyway(
  auditor: AuditorService,
  options: AuditorServiceCreateEventOptions,
): Promise<{ event: AuditorServiceEvent; written: boolean }> {
  try {
    return { event: await auditor.createEvent(options), written: true };
  } catch (error) {
    if (!(error instanceof AuditLogUnavailableError)) throw error;
    return { event: error.event, written: false };
  }
}
