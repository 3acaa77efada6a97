import assert from 'node:assert/strict';
import { setTimeout as sleep } from 'node:timers/promises';

/** How long a state may take to come about, ms. */
const DEADLINE = 120_000;
/** How often objects are read while waiting, ms. */
const INTERVAL = 150;

/**
 * Reads until it is as wanted.
 *
 * @param what - named when it does not come about in two minutes
 */
export async function until<T>(
  what: string,
  read: () => Promise<T>,
  wanted: (value: T) => boolean,
): Promise<T> {
  const end = Date.now() + DEADLINE;
  for (;;) {
    const value = await read();
    if (wanted(value)) return value;
    assert.ok(
      Date.now() < end,
      `After ${DEADLINE / 1000} s still not ${what}: ${(
        JSON.stringify(value) ?? 'nothing'
      ).slice(0, 2_000)}`,
    );
    await sleep(INTERVAL);
  }
}
