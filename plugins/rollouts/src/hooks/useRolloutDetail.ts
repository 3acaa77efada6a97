import { ObjectRef } from '@slipway/plugin-clusters-common';
import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  detailFromItems,
  RolloutDetail,
  rolloutDetailTopic,
} from '@slipway/plugin-rollouts-common';
import { absenceIn, useLiveTopic } from '@slipway/plugin-portal-react';
import { useEffect, useMemo, useState } from 'react';
import { formatRef } from '../lib/ref';

/** One rollout, live. */
export interface LiveRolloutDetail {
  status: 'loading' | 'ready' | 'failed';
  /** The newest state; the last known one when `deleted`, or when a portal that has started again cannot read it. */
  detail?: RolloutDetail;
  /** It was there while this page looked at it, and is no longer. */
  deleted: boolean;
  freshness: readonly SourceFreshness[];
  error?: { name: string; message: string };
}

/** Topic parameters of one rollout. */
export function refParams({ cluster, namespace, name }: ObjectRef) {
  return { cluster, namespace, name };
}

/** Follows one rollout with its revisions, pods, analysis runs and events. */
export function useRolloutDetail(ref: ObjectRef): LiveRolloutDetail {
  const { status, items, freshness, error } = useLiveTopic(
    rolloutDetailTopic,
    refParams(ref),
  );
  const current = useMemo(() => detailFromItems(items), [items]);
  const place = formatRef(ref);
  const [last, setLast] = useState<{ place: string; detail: RolloutDetail }>();
  useEffect(() => {
    if (current) setLast({ place, detail: current });
  }, [current, place]);

  const remembered = last?.place === place ? last.detail : undefined;
  return {
    status,
    detail: current ?? remembered,
    deleted:
      status === 'ready' &&
      !current &&
      remembered !== undefined &&
      absenceIn(ref.cluster, freshness) !== 'unknown',
    freshness,
    error,
  };
}
