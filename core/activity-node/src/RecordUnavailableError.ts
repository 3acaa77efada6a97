import { ServiceUnavailableError, stringifyError } from '@backstage/errors';

/**
 * An action cannot be recorded right now. Its message is for users: what the
 * activity backend gave as the reason, and nothing of the failure itself.
 */
export class RecordUnavailableError extends ServiceUnavailableError {
  // Private, so that no answer repeats them.
  readonly #reason: string | undefined;
  readonly #failure: unknown;

  constructor(options: { reason?: string; failure?: unknown } = {}) {
    const { reason, failure } = options;
    super(
      ['The activity record cannot be kept right now.', reason]
        .filter(Boolean)
        .join(' '),
    );
    this.#reason = reason;
    this.#failure = failure;
  }

  /** A sentence with the reason and the remedy, where there is one. */
  get reason(): string | undefined {
    return this.#reason;
  }

  /** With the failure, for logs. */
  toString(): string {
    const failure = this.#failure ? ` (${stringifyError(this.#failure)})` : '';
    return `${this.name}: ${this.message}${failure}`;
  }
}

/** The reason of a {@link RecordUnavailableError}, to follow another sentence; empty for every other error. */
export function recordUnavailableReason(error: unknown): string {
  return error instanceof RecordUnavailableError && error.reason
    ? ` ${error.reason}`
    : '';
}
