/** A backend of a route with its share of the traffic, wanted and seen. */
export interface SplitRow {
  backend: string;
  /** Requests per second; undefined where nothing is known of it. */
  requestRate?: number;
  /** Wanted share, 0 to 1; undefined for a backend that the route does not name. */
  desired?: number;
  /** Seen share, 0 to 1; undefined without traffic. */
  observed?: number;
}

/**
 * Wanted against seen split. A weight that is missing is 1; without any weight
 * above 0 nothing is wanted anywhere.
 *
 * @param backendRefs - of the HTTPRoute; undefined where there is none
 * @param requests - requests per second by backend; undefined where they are not known
 * @see https://gateway-api.sigs.k8s.io/reference/spec/#backendref `weight`, default 1
 */
export function splitOf(
  backendRefs: ReadonlyArray<{ name: string; weight?: number }> | undefined,
  requests: ReadonlyMap<string, number> | undefined,
): SplitRow[] {
  const wanted = new Map<string, number>();
  for (const { name, weight = 1 } of backendRefs ?? []) {
    wanted.set(name, (wanted.get(name) ?? 0) + Math.max(0, weight));
  }
  const allWanted = sum(wanted.values());
  const allSeen = requests && sum(requests.values());
  const names = new Set([...wanted.keys(), ...(requests?.keys() ?? [])]);
  return [...names].sort().map(backend => {
    const weight = wanted.get(backend);
    const rate = requests && (requests.get(backend) ?? 0);
    return {
      backend,
      ...(rate === undefined ? {} : { requestRate: rate }),
      ...(weight === undefined
        ? {}
        : { desired: allWanted > 0 ? weight / allWanted : 0 }),
      ...(rate === undefined || !allSeen ? {} : { observed: rate / allSeen }),
    };
  });
}

function sum(values: Iterable<number>): number {
  let total = 0;
  for (const value of values) total += value;
  return total;
}
