import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  resilienceEntityTopic,
  RunRow,
  SavedDesign,
  Score,
} from '@slipway/plugin-resilience-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** Score, latest runs and saved designs of one entity, live. */
export interface EntityResilience {
  status: 'loading' | 'ready' | 'failed';
  error?: { name: string; message: string };
  freshness: readonly SourceFreshness[];
  score?: Score;
  /** Newest first. */
  runs: RunRow[];
  /** By name. */
  designs: SavedDesign[];
}

export function useEntityResilience(entityRef: string): EntityResilience {
  const live = useLiveTopic(resilienceEntityTopic, { entityRef });
  return useMemo(() => {
    const { status, error, freshness, items } = live;
    return {
      status,
      error,
      freshness,
      score: resilienceEntityTopic.partAt(live, 'score'),
      runs: resilienceEntityTopic
        .valuesOf(items, 'run')
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
      designs: resilienceEntityTopic
        .valuesOf(items, 'design')
        .sort((a, b) => a.name.localeCompare(b.name)),
    };
  }, [live]);
}
