import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { ListQuery, ListSort } from '@slipway/plugin-live-common';

/**
 * Filters and order of a list, kept in the address. A change replaces the
 * entry of the history.
 *
 * @param list - defined once, outside of components
 */
export function useListQuery<F extends object, C extends string>(
  list: ListQuery<F, C>,
) {
  const [query, setQuery] = useSearchParams();
  const filters = useMemo(() => list.filtersFromQuery(query), [list, query]);
  const sort = useMemo(() => list.sortFromQuery(query), [list, query]);
  const setFilters = useCallback(
    (next: F) =>
      setQuery(old => list.filtersToQuery(next, old), { replace: true }),
    [list, setQuery],
  );
  const setSort = useCallback(
    (next: ListSort<C>) =>
      setQuery(old => list.sortToQuery(next, old), { replace: true }),
    [list, setQuery],
  );
  return { filters, sort, setFilters, setSort };
}
