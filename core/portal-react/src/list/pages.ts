import { RowRange } from './types';

/** Most pages that are kept at a time. */
const MOST_PAGES = 5;

/**
 * Which pages a list needs: the first, which says how many rows there are, and
 * those in sight or half a page away, so that a scroll finds them loaded. Those
 * used last stay until there are too many.
 *
 * @param before - indexes of the pages that are loaded, the same array when these suffice
 * @param pageRows - rows of one page
 */
export function pagesFor(
  before: readonly number[],
  { first, last, count }: RowRange,
  pageRows: number,
): readonly number[] {
  const lead = pageRows / 2;
  const lastRow = Math.max(0, count - 1);
  const from = Math.floor(
    Math.min(lastRow, Math.max(0, first - lead)) / pageRows,
  );
  const to = Math.floor(Math.min(lastRow, last + lead) / pageRows);
  const needed = [0];
  for (let page = Math.max(1, from); page <= to; page += 1) needed.push(page);
  if (needed.every(page => before.includes(page))) return before;
  const others = before.filter(page => !needed.includes(page));
  const tooMany = others.length + needed.length - MOST_PAGES;
  return [...others.slice(Math.max(0, tooMany)), ...needed];
}
