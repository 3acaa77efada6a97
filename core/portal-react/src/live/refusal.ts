import { ResponseError } from '@backstage/errors';
import { failureMessage, failureOf } from '../errors/failure';

/** Longest wait that a server's `Retry-After` is believed for. */
const LONGEST_WAIT_MS = 120_000;

/** Why the live stream could not be opened. */
export interface Refusal {
  /** In the server's own words where it gave any. */
  reason: string;
  /** The server answered, and this is its error. */
  error?: { name: string; message: string };
  /** How long the server asked to wait at least; 0 when it did not. */
  waitMs: number;
}

/** Reads what a failed attempt to open the stream means. */
export function refusalOf(error: unknown): Refusal {
  if (!(error instanceof ResponseError)) {
    return { reason: failureMessage(error), waitMs: 0 };
  }
  const { message, name = 'Error' } = failureOf(error);
  const seconds = Number(error.response.headers.get('retry-after'));
  return {
    reason: message,
    error: { name, message },
    waitMs:
      Number.isFinite(seconds) && seconds > 0
        ? Math.min(seconds * 1000, LONGEST_WAIT_MS)
        : 0,
  };
}
