import { Freshness } from '@slipway/plugin-clusters-common';
import { SourceFreshness } from '@slipway/plugin-live-common';

/** Freshness for one rollout: its cluster, and each further kind that is not live. */
export function detailFreshness(freshness: Freshness[]): SourceFreshness[] {
  return freshness
    .filter(({ resource, state }) => isRollouts(resource) || state !== 'live')
    .map(({ cluster, resource, state, since, reason }) => ({
      source: isRollouts(resource) ? cluster : `${cluster} ${resource}`,
      state,
      since,
      ...(reason ? { reason } : {}),
    }));
}

function isRollouts(resource: string | undefined) {
  return resource === 'rollouts.argoproj.io';
}
