import { AuditorEvent } from '@backstage/backend-defaults/auditor';

/** Longest text of one field: addresses and user agents are the caller's to choose. */
const MAX_TEXT = 4_000;
/** Longest line, in characters. */
const MAX_LINE = 64_000;

/** Errors whose message is written for users; the message of any other may hold what a database or a library said. */
const WORDED_ERRORS = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'OutcomeUnknownError',
  'PartiallyAppliedError',
  'ServiceUnavailableError',
  'UnrecordedError',
]);

/** One audit event as a line of JSON, without its end of line. */
export function auditLine(event: AuditorEvent, now: Date): string {
  const { meta, ...rest } = event;
  const head = {
    timestamp: now.toISOString(),
    ...rest,
    ...('error' in rest ? { error: errorOf(rest.error) } : {}),
  };
  const whole = JSON.stringify(meta ? { ...head, meta } : head, shortened);
  return whole.length <= MAX_LINE
    ? whole
    : JSON.stringify({ ...head, meta: withoutStates(meta) }, shortened);
}

function errorOf(error: Error) {
  if (!WORDED_ERRORS.has(error.name)) return { name: error.name };
  // Backstage appends what an error was caused by to its message.
  const [message] = error.message.split('; caused by ');
  return { name: error.name, message };
}

function shortened(_key: string, value: unknown): unknown {
  return typeof value === 'string' && value.length > MAX_TEXT
    ? `${value.slice(0, MAX_TEXT)}… (${value.length} characters)`
    : value;
}

/** Who and what are short; what may be long is how the object was before and after. */
function withoutStates(meta: AuditorEvent['meta']): AuditorEvent['meta'] {
  const { actor, target, channel } = meta ?? {};
  return { actor, target, channel, omitted: 'too large' };
}
