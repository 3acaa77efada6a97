import { SourceFreshness } from '@slipway/plugin-live-common';
import {
  useLiveItem,
  useLiveTopic,
  useLiveTopics,
  usePages,
} from '@slipway/plugin-portal-react';
import {
  PAGE_ROWS,
  PagedQuery,
  pagedQueryText,
  RolloutCounts,
  rolloutCountsTopic,
  rolloutsPageTopic,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { useEffect, useMemo, useRef } from 'react';
import { pagedRows } from '../lib/pagedRows';
import { useOwnership } from './useOwnership';

type Rows = ReadonlyArray<RolloutSummary | undefined>;

/** The list of rollouts, of which only what is in sight is loaded. */
export interface PagedRollouts {
  status: 'loading' | 'ready' | 'failed';
  error?: { name: string; message: string };
  freshness: readonly SourceFreshness[];
  /** Over all rollouts, whatever is filtered; undefined until it is known. */
  counts?: RolloutCounts;
  /** All that pass the filters; undefined where a row is not loaded yet. */
  rows: Rows;
  /** True while `rows` are still those of other filters or another order. */
  isPrevious: boolean;
  /** Who the user is, for the count of theirs. */
  ownershipRefs: readonly string[];
  onRange: ReturnType<typeof usePages>['onRange'];
}

const NO_ROWS: Rows = [];

/** Follows the pages of the list that are in sight, filtered and in order. */
export function useRolloutPages(query: PagedQuery): PagedRollouts {
  const { known, refs } = useOwnership();
  const { pages, onRange } = usePages(PAGE_ROWS);
  const { filters, sort } = query;
  const waitsForUser = filters.mine && !known;
  const text = useMemo(
    () => pagedQueryText({ filters, sort }, refs),
    [filters, sort, refs],
  );
  const params = useMemo(
    () =>
      text === undefined || waitsForUser
        ? []
        : pages.map(page => ({ query: text, page: String(page) })),
    [text, waitsForUser, pages],
  );
  const states = useLiveTopics(rolloutsPageTopic, params);
  const counted = useLiveTopic(rolloutCountsTopic, {});
  const counts = useLiveItem(rolloutCountsTopic, {}, 'counts');

  const loaded = useMemo(() => {
    // Nothing can match: no owner that is asked for is the user's.
    if (text === undefined && !waitsForUser) return NO_ROWS;
    return pagedRows(
      states.map((state, index) => ({
        page: Number(params[index].page),
        state,
      })),
    );
  }, [states, params, text, waitsForUser]);
  const previous = useRef<Rows>();
  useEffect(() => {
    if (loaded) previous.current = loaded;
  }, [loaded]);

  const failed = [...states, counted].find(({ status }) => status === 'failed');
  const rows = loaded ?? previous.current;
  const first = states[params.findIndex(({ page }) => page === '0')];
  const arrived = rows && counts ? 'ready' : 'loading';
  return {
    status: failed ? 'failed' : arrived,
    error: failed?.error,
    freshness: (loaded && first ? first : counted).freshness,
    counts,
    rows: rows ?? NO_ROWS,
    isPrevious: loaded === undefined,
    ownershipRefs: refs,
    onRange,
  };
}
