import { MasterEntry } from '../master/protocol';

/** Counted requests: the whole of a run up to a moment, or the difference of two moments. */
export interface Counts {
  requests: number;
  failures: number;
  sumMs: number;
  /** Requests by response time in ms. */
  times: ReadonlyMap<number, number>;
}

export const NOTHING: Counts = {
  requests: 0,
  failures: 0,
  sumMs: 0,
  times: new Map(),
};

/** `GET /orders`: how an endpoint is named everywhere. */
export const endpointOf = ({
  method,
  name,
}: Pick<MasterEntry, 'method' | 'name'>): string => `${method} ${name}`;

/** The counters of one endpoint, or of all together; {@link NOTHING} for one that was not called yet. */
export function countsOf(
  entries: readonly MasterEntry[],
  endpoint?: string,
): Counts {
  const times = new Map<number, number>();
  let requests = 0;
  let failures = 0;
  let sumMs = 0;
  for (const entry of entries) {
    if (endpoint !== undefined && endpointOf(entry) !== endpoint) continue;
    requests += entry.requests;
    failures += entry.failures;
    sumMs += entry.sumMs;
    for (const [time, count] of Object.entries(entry.times)) {
      const key = Number(time);
      times.set(key, (times.get(key) ?? 0) + count);
    }
  }
  return { requests, failures, sumMs, times };
}

/** All that was counted together: merged, so that its percentiles are exact. */
export function sumOf(parts: readonly Counts[]): Counts {
  const times = new Map<number, number>();
  let requests = 0;
  let failures = 0;
  let sumMs = 0;
  for (const part of parts) {
    requests += part.requests;
    failures += part.failures;
    sumMs += part.sumMs;
    for (const [time, count] of part.times) {
      times.set(time, (times.get(time) ?? 0) + count);
    }
  }
  return { requests, failures, sumMs, times };
}

/** What was counted between two moments. */
export function difference(later: Counts, earlier: Counts): Counts {
  const times = new Map<number, number>();
  for (const [time, count] of later.times) {
    const more = count - (earlier.times.get(time) ?? 0);
    if (more > 0) times.set(time, more);
  }
  return {
    requests: later.requests - earlier.requests,
    failures: later.failures - earlier.failures,
    sumMs: later.sumMs - earlier.sumMs,
    times,
  };
}

/**
 * The response time that a share of the requests did not exceed; undefined
 * without requests.
 *
 * @see locust/stats.py `calculate_response_time_percentile`
 * @param quantile - 0.95
 */
export function percentileOf(
  { times }: Pick<Counts, 'times'>,
  quantile: number,
): number | undefined {
  return percentilesOf({ times }, [quantile])[0];
}

/** As {@link percentileOf} for several quantiles, which sorts once. */
export function percentilesOf(
  { times }: Pick<Counts, 'times'>,
  quantiles: readonly number[],
): Array<number | undefined> {
  const sorted = Float64Array.from(times.keys()).sort();
  let total = 0;
  for (const count of times.values()) total += count;
  return quantiles.map(quantile => {
    const below = Math.trunc(total * quantile);
    let seen = 0;
    for (let index = sorted.length - 1; index >= 0 && total > 0; index--) {
      seen += times.get(sorted[index]) ?? 0;
      if (total - seen <= below) return sorted[index];
    }
    return undefined;
  });
}

/**
 * Fewest requests by which a percentile can be judged: five beyond it, and
 * never fewer than twenty.
 */
export function fewestFor(quantile: number): number {
  return Math.max(20, Math.ceil(Number((5 / (1 - quantile)).toFixed(6))));
}
