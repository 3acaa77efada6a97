import { SourceFreshness, TopicState } from '@slipway/plugin-live-common';
import {
  entityRolloutsTopic,
  rolloutsListTopic,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** A live list of rollouts and how it stands. */
export interface LiveRollouts {
  status: 'loading' | 'ready' | 'failed';
  rollouts: RolloutSummary[];
  freshness: readonly SourceFreshness[];
  error?: { name: string; message: string };
}

function useSummaries({
  status,
  items,
  freshness,
  error,
}: TopicState<RolloutSummary>): LiveRollouts {
  return useMemo(
    () => ({ status, rollouts: [...items.values()], freshness, error }),
    [status, items, freshness, error],
  );
}

/** All rollouts of all clusters. */
export function useRollouts(): LiveRollouts {
  return useSummaries(useLiveTopic(rolloutsListTopic, {}));
}

/** The rollouts joined to one catalog entity, bound or not. */
export function useEntityRollouts(entityRef: string): LiveRollouts {
  return useSummaries(useLiveTopic(entityRolloutsTopic, { entityRef }));
}
