import { CustomErrorBase } from '@backstage/errors';

/** How long a page is asked to wait: tabs that are hidden give their stream up after 10 s. */
const RETRY_AFTER_SECONDS = 15;

/** A limit of live streams is reached; answered as 429 with `Retry-After`. */
export class TooManyStreamsError extends CustomErrorBase {
  readonly name = 'TooManyStreamsError';
  /** Read by Backstage's error middleware. */
  readonly statusCode = 429;
  readonly retryAfterSeconds = RETRY_AFTER_SECONDS;
}
