import { isError } from '@backstage/errors';
import { JsonObject, JsonValue } from '@backstage/types';
import { coreRefusal } from './coreRefusals';
import { isCollision, isRefusedValue } from './refusedValue';

/** What a client reads of an error. */
export interface Answer {
  status: number;
  error: JsonObject & { name: string; message: string };
  /** True when the error is the portal's own: its words stay in the log. */
  internal: boolean;
  /** True when the words are ours although the mistake is the caller's. */
  replaced?: boolean;
}

/** Status codes of the errors of `@backstage/errors`, and of those of core plugins that have no code of their own. */
const STATUS_BY_NAME: Record<string, number> = {
  NotModifiedError: 304,
  InputError: 400,
  AuthenticationError: 401,
  NotAllowedError: 403,
  ApprovalRequiredError: 403,
  NotFoundError: 404,
  ConflictError: 409,
  NotImplementedError: 501,
  ServiceUnavailableError: 503,
  UnrecordedError: 503,
  // A search before the first index is complete.
  MissingIndexError: 503,
};

/** Codes of 500 and above whose words are written for users. */
const EXPLAINED = new Set([501, 503]);

/** Errors with another code of 500 and above whose words are written for users. */
const EXPLAINED_NAMES = new Set(['OutcomeUnknownError']);

/** Fields of errors of Node, databases, body parsers and HTTP clients: they describe the inside of the portal, or repeat the request. */
const INTERNAL_FIELDS = new Set([
  'address',
  'bindings',
  'body',
  'cause',
  'charset',
  'code',
  'column',
  'config',
  'constraint',
  'dataType',
  'detail',
  'dest',
  'encoding',
  'errno',
  'errors',
  'expose',
  'file',
  'headers',
  'hint',
  'host',
  'hostname',
  'internalPosition',
  'internalQuery',
  'length',
  'limit',
  'line',
  'path',
  'port',
  'position',
  'received',
  'expected',
  'request',
  'response',
  'routine',
  'schema',
  'severity',
  'sql',
  'stack',
  'status',
  'statusCode',
  'statusText',
  'syscall',
  'table',
  'type',
  'where',
]);

/** Words of JavaScript, which validators pass on when they fail at a value. */
const PROGRAMMING_ERROR =
  /\bis not (a function|iterable)\b|\bCannot (read|set|destructure) propert/;

/**
 * What a client reads of an error that ended its request.
 *
 * An error that names the caller's mistake keeps its words; a value that the
 * database refused is the caller's mistake too. Everything else is internal: a
 * client reads `logId` and nothing of the error itself.
 */
export function answerOf(thrown: unknown, logId: string): Answer {
  const error = unwrapped(thrown);
  const refusal = refusalOf(error);
  if (refusal) {
    return {
      status: STATUS_BY_NAME[refusal.name],
      internal: false,
      replaced: true,
      error: { ...refusal },
    };
  }
  const status = statusOf(error);
  if (!isError(error) || !isExplained(status, error.name)) {
    return internalAnswer(logId);
  }
  const fields = Object.entries(error).filter(
    (entry): entry is [string, JsonValue] =>
      !INTERNAL_FIELDS.has(entry[0]) && isJson(entry[1]),
  );
  return {
    status,
    internal: false,
    error: {
      ...Object.fromEntries(fields),
      name: error.name,
      message: PROGRAMMING_ERROR.test(error.message)
        ? 'A part of the request has a form that this route cannot read. Send parameters once, as plain text, and fields with the types that the route documents'
        : error.message,
    },
  };
}

function isExplained(status: number, name: string): boolean {
  return status < 500 || EXPLAINED.has(status) || EXPLAINED_NAMES.has(name);
}

/** The mistake of a caller for which an error of a core plugin or a database stands. */
function refusalOf(
  error: unknown,
): { name: string; message: string } | undefined {
  if (isCollision(error)) {
    return {
      name: 'ConflictError',
      message:
        'The request collides with what is stored, or names the same thing twice. Read the current state and send it again.',
    };
  }
  if (isRefusedValue(error)) {
    return {
      name: 'InputError',
      message:
        'The request has a value that the database cannot hold or compare: a NUL character, a number or a time out of range, a wrong type, a missing value, or too many values at once. Correct it and send the request again.',
    };
  }
  return coreRefusal(error);
}

/** The answer to a request that failed because of the portal. */
export function internalAnswer(logId: string): Answer {
  return {
    status: 500,
    internal: true,
    error: {
      name: 'InternalError',
      message: `The portal failed to answer this request. The reason is in its log, at logId=${logId}.`,
      logId,
    },
  };
}

/** The error of another plugin, when one was passed on as the failure of the request to that plugin. */
function unwrapped(error: unknown): unknown {
  if (!isError(error) || error.name !== 'ResponseError') return error;
  const { cause } = error;
  return isError(cause) && STATUS_BY_NAME[cause.name] === statusOf(error)
    ? cause
    : error;
}

function statusOf(error: unknown): number {
  if (!isError(error)) return 500;
  for (const code of [error.statusCode, error.status]) {
    if (typeof code === 'number' && Number.isInteger(code)) {
      if (code >= 400 && code <= 599) return code;
    }
  }
  return STATUS_BY_NAME[error.name] ?? 500;
}

function isJson(value: unknown): value is JsonValue {
  if (value === null) return true;
  if (Array.isArray(value)) return value.every(isJson);
  if (typeof value === 'object') {
    return (
      Object.getPrototypeOf(value) === Object.prototype &&
      Object.values(value).every(isJson)
    );
  }
  return ['string', 'number', 'boolean'].includes(typeof value);
}
