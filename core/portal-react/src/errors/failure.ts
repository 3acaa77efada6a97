import { isError, ResponseError } from '@backstage/errors';

/** Something failed, as a page shows it. */
export interface Failure {
  /** The API's own sentence, or what is known where there is none. */
  message: string;
  /** Name of the API's error: `NotFoundError`. */
  name?: string;
  /** HTTP status of the answer, where there was one. */
  status?: number;
  /** Whether the same request may succeed when it is sent again unchanged. */
  retryable: boolean;
}

/** A request got no answer that can be used. The message is a sentence for the page. */
export class NoAnswerError extends Error {
  readonly name = 'NoAnswerError';
}

/** An answer came, but not one of the portal's API. The message is a sentence for the page. */
export class StrangeAnswerError extends Error {
  readonly name = 'StrangeAnswerError';
}

/** Statuses below 500 after which the same request may succeed. */
const PASSING_STATUSES = new Set([408, 425, 429]);

/** Errors that the API gives again for the same request. */
const LASTING_NAMES = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'NotModifiedError',
]);

/** What the browsers call a request without an answer: Chromium, Firefox, Safari. */
const NO_NETWORK = /failed to fetch|networkerror|load failed|fetch failed/i;

const NO_REASON = 'The portal gave no reason.';

/**
 * The one mapper from an error to what a page shows of it. Takes errors of
 * HTTP clients, of live topics (`{ name, message }`), and whatever was thrown.
 */
export function failureOf(error: unknown): Failure {
  if (error instanceof ResponseError) return responseFailure(error);
  if (!isErrorLike(error)) {
    return {
      message: typeof error === 'string' && error ? error : NO_REASON,
      retryable: true,
    };
  }
  const { name, message } = error;
  if (name === 'TimeoutError' || name === 'AbortError') {
    return { message: 'The portal did not answer in time.', retryable: true };
  }
  if (name === 'TypeError' && NO_NETWORK.test(message)) {
    return {
      message:
        'The portal cannot be reached: the request got no answer. Check the network connection.',
      retryable: true,
    };
  }
  return {
    message: message || NO_REASON,
    ...(name && { name }),
    retryable: !LASTING_NAMES.has(name),
  };
}

/** Errors of a request that changes something, after which nobody knows whether it was done. */
const OPEN_NAMES = new Set([
  'NoAnswerError',
  'OutcomeUnknownError',
  'StrangeAnswerError',
]);

/**
 * Whether a request that changes something may have been done although it
 * failed with this. A server error that is not worded by the API comes from a
 * proxy before the portal, which may have passed the request on.
 */
export function mayHaveBeenDone({
  name,
  status,
}: Pick<Failure, 'name' | 'status'>): boolean {
  return name === undefined
    ? status !== undefined && status >= 500
    : OPEN_NAMES.has(name);
}

/** The sentence of {@link failureOf}. */
export function failureMessage(error: unknown): string {
  return failureOf(error).message;
}

/** Whether it failed because the user may not. */
export function isRefused(error: unknown): boolean {
  const { name, status } = failureOf(error);
  return name === 'NotAllowedError' || status === 403;
}

function responseFailure(error: ResponseError): Failure {
  const { statusCode: status, body } = error;
  const name = body?.error?.name;
  const retryable =
    status !== 501 && (status >= 500 || PASSING_STATUSES.has(status));
  const said = body?.error?.message?.trim();
  // Backstage puts this in where the answer was not one of its own errors.
  const own = said && !said.startsWith(`Request failed with status ${status}`);
  return own
    ? { message: said, name, status, retryable }
    : { message: strangeStatus(error), status, retryable };
}

/** An error status without the API's own sentence: often the page of a proxy. */
function strangeStatus({ statusCode, statusText, response }: ResponseError) {
  const status = [statusCode, statusText].filter(Boolean).join(' ');
  const type = mediaType(response?.headers);
  return type && type !== 'application/json'
    ? `The answer was ${status} (${type}), which is not an answer of the portal's API. It may come from a proxy or load balancer in front of the portal.`
    : `The answer was ${status}, without a reason.`;
}

/** `text/html` of `text/html; charset=utf-8`. */
export function mediaType(
  headers: Pick<Headers, 'get'> | undefined,
): string | undefined {
  return headers?.get('content-type')?.split(';')[0].trim() || undefined;
}

function isErrorLike(
  error: unknown,
): error is { name: string; message: string } {
  return (
    isError(error) ||
    (typeof error === 'object' &&
      error !== null &&
      'message' in error &&
      typeof error.message === 'string')
  );
}
