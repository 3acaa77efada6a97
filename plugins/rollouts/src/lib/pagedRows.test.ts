import { LOADING, TopicState } from '@slipway/plugin-live-common';
import {
  PAGE_ROWS,
  PageOrder,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { summary } from '../__testUtils__/fixtures';
import { pagedRows } from './pagedRows';

const [a, b, c] = ['a', 'b', 'c'].map(name => summary(name));
const loading: TopicState<PageOrder | RolloutSummary> = {
  ...LOADING,
  items: new Map<string, PageOrder | RolloutSummary>(),
};

function page(
  matching: number,
  rows: RolloutSummary[],
): TopicState<PageOrder | RolloutSummary> {
  const keys = rows.map(({ uid }) => uid);
  return {
    status: 'ready',
    freshness: [],
    items: new Map<string, PageOrder | RolloutSummary>([
      ['order', { matching, keys }],
      ...rows.map((row, index) => [`row/${keys[index]}`, row] as const),
    ]),
  };
}

it('is unknown until the first page is there', () => {
  expect(pagedRows([])).toBeUndefined();
  expect(pagedRows([{ page: 0, state: loading }])).toBeUndefined();
  expect(pagedRows([{ page: 1, state: page(500, [a]) }])).toBeUndefined();
});

it('has as many rows as match, those of pages that are there in their places', () => {
  const rows = pagedRows([
    { page: 2, state: page(2 * PAGE_ROWS + 2, [b, c]) },
    { page: 0, state: page(2 * PAGE_ROWS + 2, [a]) },
    { page: 1, state: loading },
  ]);
  expect(rows).toHaveLength(2 * PAGE_ROWS + 2);
  expect(rows?.[0]).toBe(a);
  expect(rows?.[1]).toBeUndefined();
  expect(rows?.slice(2 * PAGE_ROWS)).toEqual([b, c]);
});

it('shows a row that moves from page to page once, and none beyond the end', () => {
  const rows = pagedRows([
    { page: 0, state: page(PAGE_ROWS + 1, [a]) },
    { page: 1, state: page(PAGE_ROWS + 1, [a, b]) },
  ]);
  expect(rows?.filter(Boolean)).toEqual([a]);
});
