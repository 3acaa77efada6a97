import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import {
  filtersFromQuery,
  filtersToQuery,
  ListFilters,
} from '../lib/listFilters';
import { ListSort, sortFromQuery, sortToQuery } from '../lib/listSort';

/** Filters and order of the list, kept in the URL. */
export function useListQuery() {
  const [query, setQuery] = useSearchParams();
  const filters = useMemo(() => filtersFromQuery(query), [query]);
  const sort = useMemo(() => sortFromQuery(query), [query]);

  const setFilters = useCallback(
    (next: ListFilters) =>
      setQuery(old => filtersToQuery(next, old), { replace: true }),
    [setQuery],
  );
  const setSort = useCallback(
    (next: ListSort) =>
      setQuery(
        old => {
          const changed = new URLSearchParams(old);
          const text = sortToQuery(next);
          if (text) changed.set('sort', text);
          else changed.delete('sort');
          return changed;
        },
        { replace: true },
      ),
    [setQuery],
  );
  return { filters, sort, setFilters, setSort };
}
