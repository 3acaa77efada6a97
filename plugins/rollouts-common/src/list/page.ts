import { ListSort } from '@slipway/plugin-live-common';
import { RolloutSummary } from '../types';
import { ListFilters, matchesFilters } from './filters';
import { ROLLOUTS_QUERY } from './query';
import { SortColumn } from './sort';

/** Rows of one page of the list: what a fast reader sees in some seconds, 200 kB. */
export const PAGE_ROWS = 200;

/** Which rows stand on a page: all of the list come together from its pages. */
export interface PageOrder {
  /** How many rollouts pass the filters, on all pages. */
  matching: number;
  /** Keys of this page's rows, in order. */
  keys: string[];
}

/** Key of a rollout over all clusters. */
export function rolloutRowKey({
  ref,
  uid,
}: Pick<RolloutSummary, 'ref' | 'uid'>): string {
  return `${ref.cluster}/${uid}`;
}

/** Filters and order of a list that is read page by page. */
export interface PagedQuery {
  filters: ListFilters;
  sort: ListSort<SortColumn>;
}

/**
 * Filters and order as they are asked of the server. Whose rollouts are "mine"
 * the server does not know: the refs stand among the owners.
 *
 * @param ownershipRefs - entity refs of the user and of their groups
 * @returns undefined when no rollout can match: none of the chosen owners is the user's
 */
export function pagedQueryText(
  { filters, sort }: PagedQuery,
  ownershipRefs: readonly string[],
): string | undefined {
  const { owners, mine } = filters;
  const both =
    owners.length === 0
      ? [...ownershipRefs].sort()
      : owners.filter(owner => ownershipRefs.includes(owner));
  if (mine && both.length === 0) return undefined;
  const asked = { ...filters, mine: false, owners: mine ? both : owners };
  return ROLLOUTS_QUERY.sortToQuery(
    sort,
    ROLLOUTS_QUERY.filtersToQuery(asked, new URLSearchParams()),
  ).toString();
}

/** Reads what {@link pagedQueryText} wrote; what it does not know is ignored, as in an address. */
export function readPagedQuery(text: string): PagedQuery {
  const query = new URLSearchParams(text);
  return {
    filters: { ...ROLLOUTS_QUERY.filtersFromQuery(query), mine: false },
    sort: ROLLOUTS_QUERY.sortFromQuery(query),
  };
}

/** Whether a rollout passes the filters of a query that was read. */
export function matchesPagedQuery(
  rollout: RolloutSummary,
  { filters }: PagedQuery,
): boolean {
  return matchesFilters(rollout, filters, []);
}
