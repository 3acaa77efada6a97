import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  resilienceRunTopic,
  RunDetail,
  Sample,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { useAddressedTopic } from '@slipway/plugin-portal-react';
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

/** Everything about one run. */
export function useRun(id: string): LiveRun {
  const live = useAddressedTopic(resilienceRunTopic, { id });
  return useMemo(() => {
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
  }, [live]);
}
