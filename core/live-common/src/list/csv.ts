/** A spreadsheet takes a text that starts so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

function cellOf(value: string | number | undefined): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/**
 * Rows of a list as CSV (RFC 4180). What is not known is empty; a text that a
 * spreadsheet would run as a formula is made a text.
 *
 * @param columns - by their titles, in order: what each has of a row
 */
export function rowsAsCsv<Row>(
  columns: Readonly<Record<string, (row: Row) => string | number | undefined>>,
  rows: readonly Row[],
): string {
  const readers = Object.values(columns);
  const lines = rows.map(row =>
    readers.map(read => cellOf(read(row))).join(','),
  );
  return [Object.keys(columns).map(cellOf).join(','), ...lines, ''].join(
    '\r\n',
  );
}
