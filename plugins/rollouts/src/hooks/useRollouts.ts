import { SourceFreshness } from '@slipway/plugin-live-common';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** A live list of rollouts and how it stands. */
export interface LiveRollouts {
  status: 'loading' | 'ready' | 'failed';
  rollouts: RolloutSummary[];
  freshness: readonly SourceFreshness[];
  error?: { name: string; message: string };
}

function useSummaries(
  request: { topic: string; params?: Record<string, string> } | undefined,
): LiveRollouts {
  const { status, items, freshness, error } =
    useLiveTopic<RolloutSummary>(request);
  return useMemo(
    () => ({ status, rollouts: [...items.values()], freshness, error }),
    [status, items, freshness, error],
  );
}

const LIST = { topic: 'rollouts:list' };

/** All rollouts of all clusters. */
export function useRollouts(): LiveRollouts {
  return useSummaries(LIST);
}

/** The rollouts joined to one catalog entity, bound or not. */
export function useEntityRollouts(entityRef: string): LiveRollouts {
  return useSummaries({ topic: 'rollouts:entity', params: { entityRef } });
}
