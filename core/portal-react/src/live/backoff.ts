const SHORTEST_MS = 500;
const LONGEST_MS = 15_000;

/**
 * How long to wait before the next try, in ms: between 0.5 s and a bound that
 * doubles with each failure up to 15 s, spread so that tabs do not come back together.
 *
 * @param failures - failed tries before this one
 * @param random - 0 ≤ x < 1
 */
export function backoffMs(failures: number, random: number): number {
  const bound = Math.min(
    LONGEST_MS,
    SHORTEST_MS * 2 ** Math.min(failures + 1, 10),
  );
  return Math.round(SHORTEST_MS + random * (bound - SHORTEST_MS));
}
