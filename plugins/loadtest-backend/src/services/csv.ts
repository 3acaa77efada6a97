import { rowsAsCsv } from '@slipway/plugin-live-common';
import { EndpointRow, SamplePoint } from '@slipway/plugin-loadtest-common';

type Cell = string | number | undefined;

/** Columns that are called as what they show. */
const namedAsRead = <Column extends string>(columns: readonly Column[]) =>
  Object.fromEntries(
    columns.map(column => [
      column,
      (row: Partial<Record<Column, Cell>>) => row[column],
    ]),
  );

const POINT_COLUMNS = namedAsRead([
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
]);

/** The points of a run, for charts of one's own. */
export const pointsCsv = (points: readonly SamplePoint[]): string =>
  rowsAsCsv<SamplePoint>(POINT_COLUMNS, points);

const ENDPOINT_COLUMNS = namedAsRead([
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
]);

/** The table of endpoints of a run. */
export const endpointsCsv = (rows: readonly EndpointRow[]): string =>
  rowsAsCsv<EndpointRow>(ENDPOINT_COLUMNS, rows);
