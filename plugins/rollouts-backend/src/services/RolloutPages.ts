import {
  matchesPagedQuery,
  PAGE_ROWS,
  PagedQuery,
  readPagedQuery,
  rolloutOrder,
  ROLLOUTS_QUERY,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { RolloutsService } from './RolloutsService';
import { SortedRollouts } from './SortedRollouts';

/** Rows of a page, and how many there are on all pages. */
export interface RolloutPage {
  matching: number;
  rows: readonly RolloutSummary[];
}

interface Held {
  sorted: SortedRollouts;
  holders: number;
  end(): void;
}

/**
 * The list of rollouts page by page. Each order is kept once, for all pages
 * and filters that are read in it, while somebody reads it.
 */
export class RolloutPages {
  readonly #orders = new Map<string, Held>();

  constructor(
    private readonly rollouts: Pick<RolloutsService, 'entries' | 'subscribe'>,
  ) {}

  /**
   * Opens a page. It is to be closed.
   *
   * @param text - filters and order as `pagedQueryText` writes them
   * @param page - index from 0
   */
  open(text: string, page: number): { read(): RolloutPage; close(): void } {
    const query = readPagedQuery(text);
    const { sorted, close } = this.#hold(query);
    const from = page * PAGE_ROWS;
    const matching = matcher(query);
    return {
      read() {
        const rows = matching(sorted.rows);
        return {
          matching: rows.length,
          rows: rows.slice(from, from + PAGE_ROWS),
        };
      },
      close,
    };
  }

  #hold({ sort }: PagedQuery) {
    const name = ROLLOUTS_QUERY.sortToQuery(
      sort,
      new URLSearchParams(),
    ).toString();
    const held = this.#orders.get(name) ?? this.#sort(name, sort);
    held.holders += 1;
    let closed = false;
    return {
      sorted: held.sorted,
      close: () => {
        if (closed) return;
        closed = true;
        held.holders -= 1;
        if (held.holders > 0) return;
        this.#orders.delete(name);
        held.end();
      },
    };
  }

  #sort(name: string, sort: PagedQuery['sort']): Held {
    const sorted = new SortedRollouts(
      this.rollouts.entries(),
      rolloutOrder(sort),
    );
    const end = this.rollouts.subscribe(change => {
      if (change.type === 'changed') sorted.set(change.key, change.summary);
      else if (change.type === 'removed') sorted.delete(change.key);
    });
    const held = { sorted, holders: 0, end };
    this.#orders.set(name, held);
    return held;
  }
}

/** Filters rows; each summary is looked at once. */
function matcher(query: PagedQuery) {
  if (!ROLLOUTS_QUERY.hasFilters(query.filters)) {
    return (rows: readonly RolloutSummary[]) => rows;
  }
  const known = new WeakMap<RolloutSummary, boolean>();
  return (rows: readonly RolloutSummary[]) =>
    rows.filter(row => {
      let passes = known.get(row);
      if (passes === undefined) {
        passes = matchesPagedQuery(row, query);
        known.set(row, passes);
      }
      return passes;
    });
}
