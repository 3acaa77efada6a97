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
  const others = traffic
    .filter(({ deployment }) =>
      catalog.every(({ title }) => title !== deployment),
    )
    .map(
      ({ namespace, deployment, requestRate, over }): CallerPreview => ({
        title: `${deployment} in ${namespace}`,
        source: 'traffic',
        requestRate,
        over,
      }),
    );
  return [...known, ...others].sort(
    (a, b) => (b.requestRate ?? -1) - (a.requestRate ?? -1),
  );
}
