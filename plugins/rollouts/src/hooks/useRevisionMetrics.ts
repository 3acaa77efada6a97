import { ObjectRef } from '@slipway/plugin-clusters-common';
import { GoldenMetrics } from '@slipway/plugin-metrics-common';
import { useLiveTopic } from '@slipway/plugin-portal-react';
import { rolloutMetricsTopic } from '@slipway/plugin-rollouts-common';
import { refParams } from './useRolloutDetail';

/** Golden metrics of the two revisions as they are now; absent until they came. */
export interface LiveRevisionMetrics {
  status: 'loading' | 'ready' | 'failed';
  stable?: GoldenMetrics;
  canary?: GoldenMetrics;
  error?: { name: string; message: string };
}

/** Follows topic `rollouts:metrics`; one poll of Prometheus is shared by all viewers. */
export function useRevisionMetrics(ref: ObjectRef): LiveRevisionMetrics {
  const { status, items, error } = useLiveTopic(
    rolloutMetricsTopic,
    refParams(ref),
  );
  return {
    status,
    stable: items.get('stable')?.metrics,
    canary: items.get('canary')?.metrics,
    error,
  };
}
