import { useCallback, useMemo } from 'react';
import { useSearchParams } from 'react-router-dom';
import { Filters, filtersFromQuery, filtersToQuery } from '../lib/filters';

/** Filters of the page, kept in the URL. */
export function useFilters() {
  const [query, setQuery] = useSearchParams();
  const filters = useMemo(() => filtersFromQuery(query), [query]);
  const setFilters = useCallback(
    (next: Filters) =>
      setQuery(old => filtersToQuery(next, old), { replace: true }),
    [setQuery],
  );
  return { filters, setFilters };
}
