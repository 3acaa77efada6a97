import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  resilienceRunTopic,
  RunDetail,
  Sample,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** One run as it is live. */
export interface LiveRun {
  status: 'loading' | 'ready' | 'failed';
  error?: { name: string; message: string };
  freshness: readonly SourceFreshness[];
  /** Absent: there is no such run. */
  run?: RunDetail;
  verdict?: Verdict;
  /** Oldest first. */
  samples: Sample[];
}

const ID = /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/i;

/** Everything about one run; an id that cannot be one is a run that does not exist. */
export function useRun(id: string): LiveRun {
  const possible = ID.test(id);
  const live = useLiveTopic(resilienceRunTopic, possible ? { id } : undefined);
  return useMemo(() => {
    if (!possible) return { status: 'ready', freshness: [], samples: [] };
    const { status, error, freshness, items } = live;
    return {
      status,
      error,
      freshness,
      run: resilienceRunTopic.partAt(live, 'run'),
      verdict: resilienceRunTopic.partAt(live, 'verdict'),
      samples: resilienceRunTopic
        .valuesOf(items, 'sample')
        .sort((a, b) => a.seq - b.seq),
    };
  }, [possible, live]);
}
