import { ServiceUnavailableError } from '@backstage/errors';

/**
 * Asks a plugin, and never throws: its answer, or why there is none in words
 * for users. What was written for them ({@link ServiceUnavailableError}) is
 * shown; of all other failures the name alone.
 *
 * @param deadlineMs - longest wait
 */
export async function askProvider<T>(
  ask: () => T | Promise<T>,
  deadlineMs: number,
): Promise<{ answer: T } | { reason: string }> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<never>((_, reject) => {
    timer = setTimeout(
      () =>
        reject(
          new ServiceUnavailableError(
            `no answer within ${deadlineMs / 1000} s`,
          ),
        ),
      deadlineMs,
    );
  });
  try {
    return { answer: await Promise.race([ask(), late]) };
  } catch (error) {
    return {
      reason:
        error instanceof ServiceUnavailableError
          ? error.message
          : `it failed (${
              error instanceof Error ? error.name : 'unknown error'
            })`,
    };
  } finally {
    clearTimeout(timer);
  }
}
