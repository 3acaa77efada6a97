import { TopicState } from '@slipway/plugin-live-common';
import {
  PAGE_ROWS,
  PageOrder,
  rolloutsPageTopic,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';

/** A page of the list as the live stream has it. */
export interface LoadedPage {
  /** Index from 0. */
  page: number;
  state: TopicState<PageOrder | RolloutSummary>;
}

/**
 * The rows of a list from its pages; undefined where a row is not loaded. For a
 * moment a row that moves may stand on two pages: it is shown once.
 *
 * @returns undefined until the first page, which says how many rows there are, is there
 */
export function pagedRows(
  pages: readonly LoadedPage[],
): Array<RolloutSummary | undefined> | undefined {
  const first = pages.find(({ page }) => page === 0);
  const count =
    first && rolloutsPageTopic.partAt(first.state, 'order')?.matching;
  if (count === undefined) return undefined;
  const rows = Array.from<unknown, RolloutSummary | undefined>(
    { length: count },
    () => undefined,
  );
  const placed = new Set<string>();
  for (const { page, state } of pages) {
    const keys = rolloutsPageTopic.partAt(state, 'order')?.keys ?? [];
    keys.forEach((key, index) => {
      const at = page * PAGE_ROWS + index;
      const row = state.items.get(`row/${key}`);
      if (at >= count || placed.has(key) || !row || !('uid' in row)) return;
      placed.add(key);
      rows[at] = row;
    });
  }
  return rows;
}

/** Whether a row of a paged list is there. */
export const isLoaded = (
  row: RolloutSummary | undefined,
): row is RolloutSummary => row !== undefined;
