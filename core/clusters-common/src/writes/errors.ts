import { CustomErrorBase } from '@backstage/errors';

/** What became of the changes of one action, each in the words of `describeWrite`. */
export interface AppliedParts {
  /** Accepted by the API server. */
  applied: string[];
  /** Refused, or not sent. */
  notApplied: string[];
  /** Sent without an answer: applied or not. */
  unknown: string[];
}

/**
 * A change was sent and no answer came that says what became of it. It must
 * never be reported as "nothing was changed".
 */
export class OutcomeUnknownError extends CustomErrorBase {
  readonly name = 'OutcomeUnknownError' as const;
  /** Read by Backstage's error handler: a gateway that got no answer in time. */
  readonly statusCode = 504;
}

/**
 * An action of several changes was stopped between them: some were applied,
 * others were not. It must never be reported as "nothing was changed".
 */
export class PartiallyAppliedError extends CustomErrorBase {
  readonly name = 'PartiallyAppliedError' as const;
  /** Read by Backstage's error handler. A conflict: sending it again unchanged would be wrong. */
  readonly statusCode = 409;
  readonly applied: string[];
  readonly notApplied: string[];
  readonly unknown: string[];

  /**
   * @param parts - what was applied and what was not; `applied` is not empty
   * @param reason - why it was stopped, one sentence without secrets
   */
  constructor(parts: AppliedParts, reason: string) {
    super(partsInWords(parts, reason));
    this.applied = parts.applied;
    this.notApplied = parts.notApplied;
    this.unknown = parts.unknown;
  }
}

/** `Applied: …. Not applied: …. Reason: …. Check …`. */
export function partsInWords(parts: AppliedParts, reason: string): string {
  const list = (label: string, items: string[]) =>
    items.length > 0 ? [`${label}: ${items.join('; ')}.`] : [];
  return [
    ...list('Applied', parts.applied),
    ...list('Not known whether applied', parts.unknown),
    ...list('Not applied', parts.notApplied),
    `Reason: ${reason.replace(/\.$/, '')}.`,
    'Check the current state before you act again.',
  ].join(' ');
}

/** How an action ended that did not succeed, in the words of the activity record. */
export function endOfFailedWrite(error: Error): {
  outcome: 'failed' | 'partial' | 'unknown';
  after?: { applied: string[]; notApplied: string[]; unknown: string[] };
} {
  if (error instanceof PartiallyAppliedError) {
    const { applied, notApplied, unknown } = error;
    return { outcome: 'partial', after: { applied, notApplied, unknown } };
  }
  return {
    outcome: error instanceof OutcomeUnknownError ? 'unknown' : 'failed',
  };
}
