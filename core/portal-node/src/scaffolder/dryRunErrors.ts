import { InputError, toError } from '@backstage/errors';
import { ErrorRequestHandler } from 'express';
import { codeOf, tidyMessage } from './tidy';

/** Errors whose status the portal knows; their messages are made for whoever asked. */
const KNOWN = new Set([
  'AuthenticationError',
  'ConflictError',
  'InputError',
  'NotAllowedError',
  'NotFoundError',
  'NotImplementedError',
  'NotModifiedError',
  'PayloadTooLargeError',
  'ResponseError',
  'ServiceUnavailableError',
]);
/** What the machine lacks, and not the template. */
const OF_THE_MACHINE = new Set([
  'EDQUOT',
  'EIO',
  'EMFILE',
  'ENFILE',
  'ENOMEM',
  'ENOSPC',
  'EROFS',
]);

/**
 * Whatever a template breaks in its dry run is a fault of the template: 400 with what broke. Without this every error that
 * an action throws is a 500.
 */
export const dryRunErrors: ErrorRequestHandler = (
  thrown,
  request,
  _response,
  next,
) => {
  if (request.method !== 'POST' || request.path !== '/v2/dry-run') {
    next(thrown);
    return;
  }
  const error = toError(thrown);
  const known =
    KNOWN.has(error.name) ||
    OF_THE_MACHINE.has(codeOf(error) ?? '') ||
    ('status' in error && typeof error.status === 'number');
  next(
    known
      ? error
      : new InputError(`The dry run failed: ${tidyMessage(error.message)}`),
  );
};
