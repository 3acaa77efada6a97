import { JsonRecord } from './json';
import { FieldError, ApiError, Json, Refusal, ResourceType } from './types';

/** `widgets.example.com`, or `pods` for the core group. */
export function qualifiedName({
  group,
  plural,
}: Pick<ResourceType, 'group' | 'plural'>): string {
  return group ? `${plural}.${group}` : plural;
}

const about = (
  type: Pick<ResourceType, 'group' | 'plural'>,
  name?: string,
): JsonRecord => ({
  ...(name ? { name } : {}),
  ...(type.group ? { group: type.group } : {}),
  kind: type.plural,
});

export function notFound(type: ResourceType, name: string): ApiError {
  return new ApiError(
    404,
    'NotFound',
    `${qualifiedName(type)} "${name}" not found`,
    about(type, name),
  );
}

/** There is no such path. */
export function noSuchResource(): ApiError {
  return new ApiError(
    404,
    'NotFound',
    'the server could not find the requested resource',
    {},
  );
}

export function alreadyExists(type: ResourceType, name: string): ApiError {
  return new ApiError(
    409,
    'AlreadyExists',
    `${qualifiedName(type)} "${name}" already exists`,
    about(type, name),
  );
}

export function conflict(
  type: ResourceType,
  name: string,
  why: string,
): ApiError {
  return new ApiError(
    409,
    'Conflict',
    `Operation cannot be fulfilled on ${qualifiedName(type)} "${name}": ${why}`,
    about(type, name),
  );
}

export type { FieldError } from './types';

export function invalid(
  type: Pick<ResourceType, 'group' | 'kind'>,
  name: string,
  errors: readonly FieldError[],
): ApiError {
  const reported = errors.map(({ field, message }) => `${field}: ${message}`);
  return new ApiError(
    422,
    'Invalid',
    `${type.kind}${type.group ? `.${type.group}` : ''} "${name}" is invalid: ${
      reported.length > 1 ? `[${reported.join(', ')}]` : reported[0]
    }`,
    {
      ...(name ? { name } : {}),
      ...(type.group ? { group: type.group } : {}),
      ...(type.kind ? { kind: type.kind } : {}),
      causes: errors.map(({ reason, message, field }) => ({
        reason,
        message,
        field,
      })),
    },
  );
}

/** A patch that does not apply: the API server does not say which operation. */
export function unappliedPatch(): ApiError {
  return new ApiError(
    422,
    'Invalid',
    'the server rejected our request due to an error in our request',
    {},
  );
}

export function badRequest(message: string): ApiError {
  return new ApiError(400, 'BadRequest', message);
}

export function forbidden(
  type: Pick<ResourceType, 'group' | 'plural'>,
  name: string | undefined,
  why: string,
): ApiError {
  return new ApiError(
    403,
    'Forbidden',
    `${qualifiedName(type)}${name ? ` "${name}"` : ''} is forbidden: ${why}`,
    about(type, name),
  );
}

/**
 * What a validating webhook made with controller-runtime refused.
 *
 * @see Denied in pkg/webhook/admission/response.go of controller-runtime, ToStatusErr in plugin/webhook/errors of apiserver
 */
export function refusedByWebhook({ webhook, message }: Refusal): ApiError {
  return new ApiError(
    403,
    'Forbidden',
    `admission webhook ${JSON.stringify(
      webhook,
    )} denied the request: ${message}`,
  );
}

/** The version that was asked for has been forgotten. */
export function expired(message: string): ApiError {
  return new ApiError(410, 'Expired', message);
}

export function methodNotAllowed(): ApiError {
  return new ApiError(
    405,
    'MethodNotAllowed',
    'the server does not allow this method on the requested resource',
    {},
  );
}

export function notImplemented(what: string): ApiError {
  return new ApiError(
    501,
    'NotImplemented',
    `the sandbox does not implement ${what}`,
  );
}

/** A failure as it is answered. */
export function statusOf(error: unknown): {
  code: number;
  body: { [key: string]: Json };
} {
  const known =
    error instanceof ApiError
      ? error
      : new ApiError(
          500,
          'InternalError',
          'Internal error occurred: the sandbox failed unexpectedly',
        );
  return {
    code: known.code,
    body: {
      kind: 'Status',
      apiVersion: 'v1',
      metadata: {},
      status: 'Failure',
      message: known.message,
      reason: known.reason,
      ...(known.details === undefined ? {} : { details: known.details }),
      code: known.code,
    },
  };
}
