import { SamplePoint } from '@slipway/plugin-loadtest-common';

const COLUMNS: ReadonlyArray<keyof SamplePoint> = [
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
];

/** The points of a run as CSV (RFC 4180). What is not known is empty. */
export function pointsCsv(points: readonly SamplePoint[]): string {
  const lines = points.map(point =>
    COLUMNS.map(column => point[column] ?? '').join(','),
  );
  return [COLUMNS.join(','), ...lines, ''].join('\r\n');
}
