import { Freshness } from '@slipway/plugin-clusters-common';
import { SourceFreshness } from '@slipway/plugin-live-common';

/** How current one kind is in each cluster, for a topic whose sources are clusters. */
export function clusterFreshness(
  freshness: readonly Freshness[],
): SourceFreshness[] {
  return freshness.map(({ cluster, state, since, reason }) => ({
    source: cluster,
    state,
    since,
    ...(reason ? { reason } : {}),
  }));
}
