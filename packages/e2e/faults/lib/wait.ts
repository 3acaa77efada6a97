import { setTimeout as sleep } from 'node:timers/promises';

/** A bound for what never comes, no verdict on speed. */
const PATIENCE_MS = 60_000;
/** The same for the start of a process, on a machine that is busy. */
export const START_MS = 300_000;

/**
 * Looks every 100 ms until there is something other than undefined or false.
 *
 * @param what - named in the error, as in "the portal ended"
 * @throws Error when it has not come in time
 */
export async function until<T>(
  what: string,
  look: () => T | undefined | false | Promise<T | undefined | false>,
  patienceMs = PATIENCE_MS,
): Promise<T> {
  const end = Date.now() + patienceMs;
  for (;;) {
    const found = await look();
    if (found !== undefined && found !== false) return found;
    if (Date.now() > end) {
      throw new Error(`Not after ${patienceMs / 1000} s: ${what}`);
    }
    await sleep(100);
  }
}
