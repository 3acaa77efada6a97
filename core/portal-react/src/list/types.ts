import { ComponentType } from 'react';

/** A column of a list. */
export interface ListColumn<C extends string> {
  title: string;
  /** Width in CSS grid terms: `minmax(132px, 1.2fr)`. */
  width: string;
  /** What a press on its title sorts by. */
  sort?: C;
}

/** Which rows are in sight. */
export interface RowRange {
  first: number;
  last: number;
  /** How many there are, in sight or not. */
  count: number;
}

/** What is the same of a list as a table and as cards. */
export interface ListOf<Row> {
  /** Accessible name: `Rollouts`. */
  label: string;
  /** Filtered and sorted; undefined stands for a row that is not loaded yet. */
  rows: ReadonlyArray<Row | undefined>;
  /** Names a row over all changes of it. */
  keyOf: (row: Row) => string;
  /** Called when other rows come into sight. For lists that are loaded page by page. */
  onRange?: (range: RowRange) => void;
  /** A press on a row, or Enter. */
  onOpen: (row: Row) => void;
}

/** The key of the row at an index, also while it is not loaded. */
export function keyAt<Row>(
  { rows, keyOf }: Pick<ListOf<Row>, 'rows' | 'keyOf'>,
  index: number,
): string {
  const row = rows[index];
  return row === undefined ? `loading ${index}` : keyOf(row);
}

/** Draws one row. Wrap it in `memo`: it is then drawn again only when its own row changes. */
export type RowComponent<Row> = ComponentType<{ row: Row }>;
