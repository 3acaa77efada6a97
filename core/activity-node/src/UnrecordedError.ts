import { CustomErrorBase } from '@backstage/errors';

/**
 * Something was not done because no record of it can be kept right now.
 * Certainly nothing was changed. Its message is for users.
 */
export class UnrecordedError extends CustomErrorBase {
  readonly name = 'UnrecordedError' as const;
  /** Read by Backstage's error handler. */
  readonly statusCode = 503;
}
