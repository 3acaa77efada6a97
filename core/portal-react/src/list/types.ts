import { ComponentType } from 'react';

/** A column of a list. */
export interface ListColumn<C extends string> {
  title: string;
  /** Width in CSS grid terms: `minmax(132px, 1.2fr)`. */
  width: string;
  /** What a press on its title sorts by. */
  sort?: C;
}

/** What is the same of a list as a table and as cards. */
export interface ListOf<Row> {
  /** Accessible name: `Rollouts`. */
  label: string;
  /** Filtered and sorted. */
  rows: readonly Row[];
  /** Names a row over all changes of it. */
  keyOf: (row: Row) => string;
  /** A press on a row, or Enter. */
  onOpen: (row: Row) => void;
}

/** Draws one row. Wrap it in `memo`: it is then drawn again only when its own row changes. */
export type RowComponent<Row> = ComponentType<{ row: Row }>;
