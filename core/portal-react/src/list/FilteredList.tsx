import Box from '@mui/material/Box';
import { ListQuery, ListSort } from '@slipway/plugin-live-common';
import { ReactNode, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { counted } from '../format/counted';
import { EmptyState } from '../states/messages';
import { FilterBar } from './FilterBar';
import { ListRows } from './ListRows';
import { NothingMatches } from './NothingMatches';
import { ListColumn, RowComponent } from './types';
import { useListQuery } from './useListQuery';

/** How the rows of a list are filtered and sorted. Defined once, outside of components. */
export interface ListRules<
  Row,
  F extends { q: string },
  C extends string = string,
> {
  query: ListQuery<F, C>;
  /** Whether a row passes all filters. */
  matches: (row: Row, filters: F) => boolean;
  /** See `rowSorter`. */
  sort: (rows: readonly Row[], sort: ListSort<C>) => Row[];
}

/** What a {@link FilteredList} shows, and in which words. */
export interface FilteredListProps<
  Row,
  F extends { q: string },
  C extends string,
> {
  rules: ListRules<Row, F, C>;
  /** All rows, whatever is filtered. */
  rows: readonly Row[];
  /** What is listed: `load tests`. */
  what: string;
  /** One of the rows: `run`. */
  noun: string;
  /** How many rows there are, in words: `the latest 7 runs`. Default: `7 runs`, by the noun. */
  count?: (rows: number) => string;
  /** Stands in place of the list where there are no rows: why, and where they come from. */
  empty: { title: string; description: string };
  /** `FilterToggle` and `MultiSelect`, in their order. */
  filters: (filters: F, set: (change: Partial<F>) => void) => ReactNode;
  keyOf: (row: Row) => string;
  columns: ReadonlyArray<ListColumn<C>>;
  Cells: RowComponent<Row>;
  Card: RowComponent<Row>;
  /** px, of every row of the table. */
  rowHeight: number;
  /** Where a press on a row leads. */
  linkOf: (row: Row) => string | undefined;
}

const capitalised = (text: string) =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;

/** A list that is read whole: filters that live in the address, how many pass them, and the rows. A list of thousands is read in pages instead, see `usePages`. */
export function FilteredList<Row, F extends { q: string }, C extends string>(
  props: FilteredListProps<Row, F, C>,
) {
  const { rules, rows, what, noun, linkOf } = props;
  const { count = (all: number) => counted(all, noun) } = props;
  const { filters, sort, setFilters, setSort } = useListQuery(rules.query);
  const navigate = useNavigate();
  const shown = useMemo(
    () =>
      rules.sort(
        rows.filter(row => rules.matches(row, filters)),
        sort,
      ),
    [rules, rows, filters, sort],
  );
  if (rows.length === 0) return <EmptyState {...props.empty} />;
  const set = (change: Partial<F>) => setFilters({ ...filters, ...change });
  const clear = () => setFilters(rules.query.noFilters);
  const all = count(rows.length);
  return (
    <>
      <FilterBar
        what={what}
        search={filters.q}
        onSearch={q => setFilters({ ...filters, q })}
        filtered={rules.query.hasFilters(filters)}
        onClear={clear}
      >
        {props.filters(filters, set)}
      </FilterBar>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {shown.length === rows.length
          ? capitalised(all)
          : `${shown.length} of ${all}`}
      </Box>
      {shown.length > 0 ? (
        <ListRows
          label={capitalised(what)}
          rows={shown}
          keyOf={props.keyOf}
          columns={props.columns}
          Cells={props.Cells}
          Card={props.Card}
          query={rules.query}
          sort={sort}
          onSort={setSort}
          onOpen={row => {
            const to = linkOf(row);
            if (to) navigate(to);
          }}
          rowHeight={props.rowHeight}
        />
      ) : (
        <NothingMatches noun={noun} hidden={rows.length} onClear={clear} />
      )}
    </>
  );
}
