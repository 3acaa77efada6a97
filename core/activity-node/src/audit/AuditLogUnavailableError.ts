import { AuditorServiceEvent } from '@backstage/backend-plugin-api';
import { UnrecordedError } from '../UnrecordedError';

/**
 * The audit log cannot be written, so what was asked for is not done. Whoever
 * carries out a safe action continues with {@link AuditLogUnavailableError.event}.
 */
export class AuditLogUnavailableError extends UnrecordedError {
  // Private, so that an answer that carries the error does not carry the event.
  readonly #event: AuditorServiceEvent;

  /** @param reason - why it cannot be written, and the remedy: sentences without paths */
  constructor(event: AuditorServiceEvent, reason: string) {
    super(
      `Nothing was changed: the audit log cannot be written, and nothing is changed without it. ${reason}`,
    );
    this.#event = event;
  }

  /** The event that was not written yet; its outcome can be reported to it. */
  get event(): AuditorServiceEvent {
    return this.#event;
  }
}
