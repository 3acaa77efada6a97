import { CustomErrorBase } from '@backstage/errors';

/** A user has asked for more than a fair share; answered as 429 with `Retry-After`. */
export class TooManyRequestsError extends CustomErrorBase {
  readonly name = 'TooManyRequestsError';
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;

  constructor(readonly retryAfterSeconds: number) {
    super(
      `You have sent more requests than the portal serves for one user at a time. Try again in ${retryAfterSeconds} s; an open page does so by itself.`,
    );
  }
}
