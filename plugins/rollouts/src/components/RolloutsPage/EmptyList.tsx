import { EmptyState, NothingMatches } from '@slipway/plugin-portal-react';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { ListFilters, NO_FILTERS } from '@slipway/plugin-rollouts-common';

/** Why the list is empty, and what to do. */
export function EmptyList(props: {
  /** How many rollouts the filters hide. */
  hidden: number;
  freshness: readonly SourceFreshness[];
  onClear: (filters: ListFilters) => void;
}) {
  const { hidden, freshness, onClear } = props;
  if (hidden > 0) {
    return (
      <NothingMatches
        noun="rollout"
        hidden={hidden}
        onClear={() => onClear(NO_FILTERS)}
      />
    );
  }
  if (freshness.length === 0) {
    return (
      <EmptyState
        title="No cluster is connected"
        description={
          <>
            Add one to <code>kubernetes.clusterLocatorMethods</code> and its
            environment to <code>slipway.clusters</code> in the configuration,
            then start the portal again.
          </>
        }
      />
    );
  }
  const live = freshness.filter(source => source.state === 'live');
  if (live.length === 0) {
    return (
      <EmptyState
        title="No cluster could be read"
        description="The reasons stand above. The list fills by itself as soon as a cluster answers."
      />
    );
  }
  return (
    <EmptyState
      title="There are no rollouts yet"
      description={`Argo Rollouts is installed in ${live
        .map(source => source.source)
        .join(
          ', ',
        )}, and no Rollout exists there. A service that is deployed with one appears here by itself.`}
    />
  );
}
