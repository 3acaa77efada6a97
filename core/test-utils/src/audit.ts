import { AuditorServiceEvent } from '@backstage/backend-plugin-api';
import { mockServices } from '@backstage/backend-test-utils';
import { JsonObject } from '@backstage/types';
import { AuditLogUnavailableError } from '@slipway/plugin-activity-node';

/** An auditor event, with its outcome once it has one. */
export interface AuditedEvent {
  eventId: string;
  severityLevel?: string;
  meta?: JsonObject;
  outcome?: 'succeeded' | 'failed';
  outcomeMeta?: JsonObject;
  /** Message of the error with which it failed. */
  error?: string;
}

/** An auditor that keeps its events, oldest first. */
export function recordingAuditor() {
  const audited: AuditedEvent[] = [];
  let failing = false;
  const service = mockServices.auditor.mock({
    createEvent: async ({ eventId, severityLevel, meta }) => {
      const event: AuditedEvent = { eventId, severityLevel, meta };
      audited.push(event);
      const started: AuditorServiceEvent = {
        success: async ({ meta: outcomeMeta } = {}) => {
          Object.assign(event, { outcome: 'succeeded', outcomeMeta });
        },
        fail: async ({ meta: outcomeMeta, error }) => {
          Object.assign(event, {
            outcome: 'failed',
            outcomeMeta,
            error: error.message,
          });
        },
      };
      if (failing) {
        throw new AuditLogUnavailableError(
          started,
          'The disk is full. Free space on it.',
        );
      }
      return started;
    },
  });
  return {
    audited,
    factory: service.factory,
    /** From now on no event can be written to the disk. */
    fail() {
      failing = true;
    },
  };
}
