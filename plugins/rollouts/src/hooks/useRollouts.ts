import { SourceFreshness, TopicState } from '@slipway/plugin-live-common';
import {
  entitiesParam,
  entitiesRolloutsTopic,
  entityRolloutsTopic,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { useLiveTopic, useLiveTopics } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** A live list of rollouts and how it stands. */
export interface LiveRollouts {
  status: 'loading' | 'ready' | 'failed';
  rollouts: RolloutSummary[];
  freshness: readonly SourceFreshness[];
  error?: { name: string; message: string };
}

const NOTHING: TopicState<RolloutSummary> = {
  status: 'ready',
  items: new Map(),
  freshness: [],
};

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

/** The rollouts bound to any of these entities; none of nothing. */
export function useRolloutsOf(entityRefs: readonly string[]): LiveRollouts {
  const entities = entitiesParam(entityRefs);
  const params = useMemo(
    () => (entities === '' ? [] : [{ entityRefs: entities }]),
    [entities],
  );
  const [state = NOTHING] = useLiveTopics(entitiesRolloutsTopic, params);
  return useSummaries(state);
}

/** The rollouts joined to one catalog entity, bound or not. */
export function useEntityRollouts(entityRef: string): LiveRollouts {
  return useSummaries(useLiveTopic(entityRolloutsTopic, { entityRef }));
}
