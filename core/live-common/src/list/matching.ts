import { ListSort } from './listQuery';

/**
 * Whether each word of a search occurs somewhere in what is said of a row,
 * whatever its case. No words match everything.
 */
export function matchesWords(
  search: string,
  facts: ReadonlyArray<string | undefined>,
): boolean {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  if (words.length === 0) return true;
  const haystack = facts.join('\n').toLowerCase();
  return words.every(word => haystack.includes(word));
}

/** Whether a value is among those chosen; none chosen means all. A row without the value passes only then. */
export function isAmong(
  chosen: readonly string[],
  value: string | undefined,
): boolean {
  return chosen.length === 0 || (value !== undefined && chosen.includes(value));
}

/** Made once: `localeCompare` with options makes one for each comparison, which took most of the sorting of 5,000 rows. */
const COLLATOR = new Intl.Collator(undefined, { numeric: true });

/** Order of two texts as users expect it: `service-2` before `service-10`. */
export function compareText(a: string, b: string): number {
  return COLLATOR.compare(a, b);
}

/**
 * A sorted copy. Rows that compare equal keep the order of `otherwise`, in
 * both directions.
 */
export function sortRows<Row>(
  rows: readonly Row[],
  compare: (a: Row, b: Row) => number,
  options: { descending: boolean; otherwise: (a: Row, b: Row) => number },
): Row[] {
  const sign = options.descending ? -1 : 1;
  return [...rows].sort(
    (a, b) => sign * compare(a, b) || options.otherwise(a, b),
  );
}

/**
 * The order of a list by each of its columns.
 *
 * @param compare - compares two rows by a column, ascending
 * @param otherwise - order of rows that compare equal, in both directions
 */
export function rowSorter<Row, C extends string>(
  compare: Readonly<Record<C, (a: Row, b: Row) => number>>,
  otherwise: (a: Row, b: Row) => number,
): (rows: readonly Row[], sort: ListSort<C>) => Row[] {
  return (rows, { column, descending }) =>
    sortRows(rows, compare[column], { descending, otherwise });
}

/** One value that a filter can have, with how many rows have it. */
export interface FilterOption<T extends string = string> {
  value: T;
  label: string;
  count: number;
}

/** The values that occur, with how often, by their labels; rows without one are not counted. */
export function countedValues<T extends string>(
  values: ReadonlyArray<T | undefined>,
  label: (value: T) => string = value => value,
): Array<FilterOption<T>> {
  const counts = new Map<T, number>();
  for (const value of values) {
    if (value !== undefined) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return [...counts]
    .map(([value, count]) => ({ value, label: label(value), count }))
    .sort((a, b) => a.label.localeCompare(b.label));
}
