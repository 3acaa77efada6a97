/** How one filter is written into the query of the address. */
export interface QueryField<T> {
  /** Name of the parameter. */
  readonly parameter: string;
  /** The value of the parameter's values, in their order; what cannot be read is dropped. */
  read(values: readonly string[]): T;
  /** The parameter's values; none where the filter hides nothing. */
  write(value: T): readonly string[];
}

/** Search words, one parameter. */
export function textField(parameter: string): QueryField<string> {
  return {
    parameter,
    read: values => values[0] ?? '',
    write: value => (value ? [value] : []),
  };
}

/** A switch: `?mine=true`. */
export function flagField(parameter: string): QueryField<boolean> {
  return {
    parameter,
    read: values => values[0] === 'true',
    write: value => (value ? ['true'] : []),
  };
}

/** Some of values that are not known beforehand: `?cluster=a&cluster=b`. None means all. */
export function valuesField(parameter: string): QueryField<string[]> {
  return {
    parameter,
    read: values => [...values],
    write: value => value,
  };
}

/** Some of a few known values; others in the address are dropped. None means all. */
export function choicesField<T extends string>(
  parameter: string,
  choices: readonly T[],
): QueryField<T[]> {
  const isChoice = (text: string): text is T =>
    choices.some(choice => choice === text);
  return {
    parameter,
    read: values => values.filter(isChoice),
    write: value => value,
  };
}

/** The fields of a list's filters, by the names that the code has for them. */
export type QueryFields<F extends object> = {
  [K in keyof F]: QueryField<F[K]>;
};

/** Order of a list; `?sort=since` or `?sort=-since`. */
export interface ListSort<C extends string = string> {
  column: C;
  descending: boolean;
}

/** What of a list lives in the address, see {@link defineListQuery}. */
export interface ListQuery<F extends object, C extends string> {
  readonly noFilters: F;
  readonly defaultSort: ListSort<C>;
  filtersFromQuery(query: URLSearchParams): F;
  /** Writes filters into a copy of the query; other parameters stay. */
  filtersToQuery(filters: F, query: URLSearchParams): URLSearchParams;
  /** True when at least one filter hides something. */
  hasFilters(filters: F): boolean;
  /** Order from the query; a column that does not exist is the default. */
  sortFromQuery(query: URLSearchParams): ListSort<C>;
  /** Writes the order into a copy of the query; the default has no parameter. */
  sortToQuery(sort: ListSort<C>, query: URLSearchParams): URLSearchParams;
  /** The order after a press on a column's title: up, down, back to the default. */
  nextSort(sort: ListSort<C>, column: C): ListSort<C>;
}

const SORT = 'sort';

/**
 * Defines which filters and which order of a list live in the address.
 *
 * @param definition - `noFilters`: what hides nothing; `columns`: those that a list can be sorted by; `defaultSort`: the order without a parameter
 */
export function defineListQuery<
  F extends object,
  C extends string = never,
>(definition: {
  noFilters: F;
  fields: QueryFields<F>;
  columns?: readonly C[];
  defaultSort: ListSort<C>;
}): ListQuery<F, C> {
  const { noFilters, fields, columns = [], defaultSort } = definition;
  const filtersToQuery = (filters: F, query: URLSearchParams) => {
    const next = new URLSearchParams(query);
    for (const name in fields) {
      if (Object.hasOwn(fields, name)) {
        const { parameter, write } = fields[name];
        next.delete(parameter);
        write(filters[name]).forEach(value => next.append(parameter, value));
      }
    }
    return next;
  };
  const isDefault = (sort: ListSort<C>) =>
    sort.column === defaultSort.column &&
    sort.descending === defaultSort.descending;
  return {
    noFilters,
    defaultSort,
    filtersFromQuery: query => {
      const filters: F = { ...noFilters };
      for (const name in fields) {
        if (Object.hasOwn(fields, name)) {
          const { parameter, read } = fields[name];
          filters[name] = read(query.getAll(parameter));
        }
      }
      return filters;
    },
    filtersToQuery,
    hasFilters: filters =>
      filtersToQuery(filters, new URLSearchParams()).toString() !== '',
    sortFromQuery: query => {
      const text = query.get(SORT) ?? '';
      const column = columns.find(name => name === text.replace(/^-/, ''));
      return column
        ? { column, descending: text.startsWith('-') }
        : defaultSort;
    },
    sortToQuery: (sort, query) => {
      const next = new URLSearchParams(query);
      if (isDefault(sort)) next.delete(SORT);
      else next.set(SORT, `${sort.descending ? '-' : ''}${sort.column}`);
      return next;
    },
    nextSort: (sort, column) => {
      if (sort.column !== column) return { column, descending: false };
      return sort.descending ? defaultSort : { column, descending: true };
    },
  };
}
