const PATIENCE_MS = 20_000;

/** Waits until something holds. The bound is no verdict on speed: it ends a test that would wait for ever. */
export async function until(what: string, holds: () => boolean): Promise<void> {
  const end = Date.now() + PATIENCE_MS;
  while (!holds()) {
    if (Date.now() > end) {
      throw new Error(`Not within ${PATIENCE_MS / 1000} s: ${what}`);
    }
    await new Promise(resolve => setTimeout(resolve, 5));
  }
}
