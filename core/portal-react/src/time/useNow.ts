import { useApiHolder } from '@backstage/frontend-plugin-api';
import { useCallback, useSyncExternalStore } from 'react';
import { liveApiRef } from '../live/liveApiRef';

const TICK_MS = 1000;
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;
let tick = Date.now();

// One timer for everything that shows an age; it runs only while something does.
function subscribe(listener: () => void): () => void {
  const own = () => listener();
  listeners.add(own);
  if (timer === undefined) {
    tick = Date.now();
    timer = setInterval(() => {
      tick = Date.now();
      listeners.forEach(each => each());
    }, TICK_MS);
  }
  return () => {
    listeners.delete(own);
    if (listeners.size === 0) {
      clearInterval(timer);
      timer = undefined;
    }
  };
}

/** The last tick, or the time itself while nothing ticks. */
function currentTick(): number {
  if (timer === undefined && Date.now() - tick >= TICK_MS) tick = Date.now();
  return tick;
}

/**
 * Something derived from the time, asked again each second.
 *
 * The component renders again only when the result changes: give a function
 * that returns the text that is shown, not the time.
 *
 * @param derive - gets the server's time in ms since the epoch; returns a primitive
 */
export function useTicking<T extends string | number | boolean>(
  derive: (now: number) => T,
): T {
  const live = useApiHolder().get(liveApiRef);
  const get = useCallback(
    () => derive(currentTick() + (live?.getConnection().clockSkewMs ?? 0)),
    [derive, live],
  );
  return useSyncExternalStore(subscribe, get);
}

const itself = (now: number) => now;

/** The server's time in ms since the epoch, each second. Prefer {@link useTicking}, which draws less. */
export function useNow(): number {
  return useTicking(itself);
}
