import { isError } from '@backstage/errors';

/** `InputError` is how parts refuse a configuration: its message is written for whoever configured it. */
const REFUSAL =
  /^\s*(?:Plugin|Module) .* startup failed; caused by InputError: /;

/**
 * Why the backend could not start, for the person who started it: one line for
 * each part that failed. A refused configuration is said in its own words
 * only; what nobody foresaw comes with its stack.
 */
export function describeStartFailure(error: unknown): string {
  if (!isError(error)) return String(error);
  if (error.name !== 'BackendStartupError') {
    return error.stack ?? error.message;
  }
  // The first line only says that there was at least one failure.
  const [, ...failures] = error.message.split('\n');
  const reasons = failures.map(line => line.replace(REFUSAL, '').trim());
  // A setting that several parts read is refused by each of them.
  return [...new Set(reasons)].join('\n');
}
