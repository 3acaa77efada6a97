import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  EnvironmentRow,
  environmentsDetailTopic,
  Operation,
} from '@slipway/plugin-environments-common';
import { useAddressedTopic } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';

/** One environment as it is live. */
export interface LiveEnvironment {
  status: 'loading' | 'ready' | 'failed';
  error?: { name: string; message: string };
  freshness: readonly SourceFreshness[];
  /** Absent: there is no such environment. */
  row?: EnvironmentRow;
  /** Latest first. */
  operations: Operation[];
}

/** An environment and its latest operations. */
export function useEnvironment(name: string): LiveEnvironment {
  const live = useAddressedTopic(environmentsDetailTopic, { name });
  return useMemo(() => {
    const { status, error, freshness, items } = live;
    return {
      status,
      error,
      freshness,
      row: environmentsDetailTopic.partAt(live, 'environment'),
      operations: environmentsDetailTopic
        .valuesOf(items, 'operation')
        .sort((a, b) => b.createdAt.localeCompare(a.createdAt)),
    };
  }, [live]);
}
