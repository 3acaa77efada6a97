const PATIENCE_MS = 120_000;
const PAUSE_MS = 10;

/**
 * Waits for a state. The bound is no verdict on speed: it ends a test that
 * would wait for ever.
 *
 * @param what - the end of "Not within 120 s: …"
 * @param read - `undefined` or `false` while it is not there
 */
export async function until<T>(
  what: string,
  read: () => T | Promise<T>,
): Promise<Exclude<T, undefined | false>> {
  const end = Date.now() + PATIENCE_MS;
  for (;;) {
    const value = await read();
    if (value !== undefined && value !== false) {
      return value as Exclude<T, undefined | false>;
    }
    if (Date.now() > end) {
      throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, PAUSE_MS));
  }
}
