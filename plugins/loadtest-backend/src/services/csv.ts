import { EndpointRow, SamplePoint } from '@slipway/plugin-loadtest-common';

type Cell = string | number | undefined;

/** A spreadsheet takes a text that starts so as a formula. */
const FORMULA = /^[=+\-@\t\r]/;

/** One cell: names that the target chose are never a formula. */
function cellOf(value: Cell): string {
  if (value === undefined) return '';
  if (typeof value === 'number') return String(value);
  const text = FORMULA.test(value) ? `'${value}` : value;
  return /[",\r\n]/.test(text) ? `"${text.replace(/"/g, '""')}"` : text;
}

/** Rows as CSV (RFC 4180). What is not known is empty. */
function csvOf<Row>(
  columns: ReadonlyArray<keyof Row & string>,
  rows: readonly Row[],
  read: (row: Row, column: keyof Row & string) => Cell,
): string {
  const lines = rows.map(row =>
    columns.map(column => cellOf(read(row, column))).join(','),
  );
  return [columns.join(','), ...lines, ''].join('\r\n');
}

const POINT_COLUMNS = [
  'at',
  'wantedUsers',
  'users',
  'workers',
  'missingWorkers',
  'maxCpuPercent',
  'offeredPerSecond',
  'requestsPerSecond',
  'failuresPerSecond',
  'p50',
  'p95',
  'p99',
  'windowRequests',
] as const;

/** The points of a run, for charts of one's own. */
export const pointsCsv = (points: readonly SamplePoint[]): string =>
  csvOf(POINT_COLUMNS, points, (point, column) => point[column]);

const ENDPOINT_COLUMNS = [
  'endpoint',
  'requests',
  'failures',
  'failureRatio',
  'requestsPerSecond',
  'mean',
  'min',
  'max',
  'p50',
  'p95',
  'p99',
] as const;

/** The table of endpoints of a run. */
export const endpointsCsv = (rows: readonly EndpointRow[]): string =>
  csvOf(ENDPOINT_COLUMNS, rows, (row, column) => row[column]);
