import { LiveCaller } from '@slipway/plugin-metrics-common';
import { CallerPreview } from '../preview';

/**
 * Callers by the catalog and by the traffic, busiest first. A workload that has
 * the name of an entity of the catalog is that entity's.
 */
export function mergeCallers(
  catalog: readonly CallerPreview[],
  traffic: readonly LiveCaller[],
): CallerPreview[] {
  const known = catalog.map((caller): CallerPreview => {
    const seen = traffic.filter(
      ({ deployment }) => deployment === caller.title,
    );
    if (seen.length === 0) return caller;
    return {
      ...caller,
      source: 'both',
      requestRate: seen.reduce((sum, { requestRate }) => sum + requestRate, 0),
      over: seen[0].over,
    };
  });
  const others = new Map<string, CallerPreview>();
  for (const { namespace, deployment, requestRate, over } of traffic) {
    if (catalog.some(({ title: name }) => name === deployment)) continue;
    const title = `${deployment} in ${namespace}`;
    // One that calls several of the workloads is one caller.
    const before = others.get(title)?.requestRate ?? 0;
    others.set(title, {
      title,
      source: 'traffic',
      requestRate: before + requestRate,
      over,
    });
  }
  return [...known, ...others.values()].sort(
    (a, b) => (b.requestRate ?? -1) - (a.requestRate ?? -1),
  );
}

/**
 * Callers without what was measured of them, for who may not read metrics: by
 * name, because their order shows who is busiest.
 *
 * @param permission - name of the permission that is missing
 */
export function withoutRates(
  callers: readonly CallerPreview[],
  permission: string,
): CallerPreview[] {
  return callers
    .map(({ requestRate, over: _, ...caller }) =>
      requestRate === undefined ? caller : { ...caller, rateNeeds: permission },
    )
    .sort((a, b) => a.title.localeCompare(b.title));
}
