import { MasterEntry, MasterSample } from '../master/protocol';
import { requestsPerUser } from '../profile/curve';
import { EndpointRow, SamplePoint, UserClass } from '../types';
import {
  Counts,
  countsOf,
  difference,
  endpointOf,
  NOTHING,
  percentilesOf,
  sumOf,
} from './histogram';

/** Percentiles of a point are those of the requests of so many seconds before it. */
export const POINT_WINDOW_SECONDS = 10;

/** The last sample at or before a time; undefined when all are later. */
export function lastUntil<Sample extends { at: number }>(
  samples: readonly Sample[],
  at: number,
): Sample | undefined {
  for (let index = samples.length - 1; index >= 0; index--) {
    if (samples[index].at <= at) return samples[index];
  }
  return undefined;
}

/** The percentiles that are shown; none without requests. */
function quantilesOf(counts: Counts): {
  p50?: number;
  p95?: number;
  p99?: number;
} {
  if (counts.requests === 0) return {};
  const [p50, p95, p99] = percentilesOf(counts, [0.5, 0.95, 0.99]);
  return { p50, p95, p99 };
}

/**
 * A sample as charts show it. Pure.
 *
 * @param before - the samples before it, oldest first; those of the last {@link POINT_WINDOW_SECONDS} suffice
 */
export function samplePoint(
  before: readonly MasterSample[],
  sample: MasterSample,
  classes: readonly UserClass[],
): SamplePoint {
  const previous = before[before.length - 1];
  const now = countsOf(sample.entries);
  const last = previous ? countsOf(previous.entries) : NOTHING;
  const seconds = sample.at - (previous?.at ?? 0);
  const base = lastUntil(before, sample.at - POINT_WINDOW_SECONDS);
  const window = difference(now, base ? countsOf(base.entries) : NOTHING);
  const perSecond = (count: number) => (seconds > 0 ? count / seconds : 0);
  return {
    seq: sample.seq,
    at: sample.at,
    wantedUsers: sample.wantedUsers,
    users: sample.users,
    workers: sample.workers,
    missingWorkers: sample.missingWorkers,
    ...(sample.maxCpuPercent === null
      ? {}
      : { maxCpuPercent: sample.maxCpuPercent }),
    offeredPerSecond: sample.users * requestsPerUser(classes),
    requestsPerSecond: perSecond(now.requests - last.requests),
    failuresPerSecond: perSecond(now.failures - last.failures),
    ...quantilesOf(window),
    windowRequests: window.requests,
  };
}

/** The name of the row of all requests together. */
export const ALL_ENDPOINTS = 'All requests';

function rowOf(
  endpoint: string,
  counts: Counts,
  seconds: number,
  extremes: { minMs?: number; maxMs?: number } = {},
): EndpointRow {
  const { requests, failures, sumMs } = counts;
  return {
    endpoint,
    requests,
    failures,
    ...(requests > 0
      ? { failureRatio: failures / requests, mean: sumMs / requests }
      : {}),
    requestsPerSecond: seconds > 0 ? requests / seconds : 0,
    ...(extremes.minMs === undefined ? {} : { min: extremes.minMs }),
    ...(extremes.maxMs === undefined ? {} : { max: extremes.maxMs }),
    ...quantilesOf(counts),
  };
}

/** The table of endpoints of a whole run up to a sample, and the row of all. */
export function endpointRows(sample: Pick<MasterSample, 'at' | 'entries'>): {
  total: EndpointRow;
  endpoints: EndpointRow[];
} {
  return {
    total: rowOf(ALL_ENDPOINTS, countsOf(sample.entries), sample.at),
    endpoints: sample.entries.map(entry =>
      rowOf(endpointOf(entry), countsOf([entry]), sample.at, entry),
    ),
  };
}

/** The table of endpoints between two samples. Smallest and largest are not known of a part. */
export function endpointRowsBetween(
  from: Pick<MasterSample, 'at' | 'entries'> | undefined,
  to: Pick<MasterSample, 'at' | 'entries'>,
): { total: EndpointRow; endpoints: EndpointRow[] } {
  const seconds = to.at - (from?.at ?? 0);
  const earlier = new Map<string, MasterEntry>(
    from?.entries.map(entry => [endpointOf(entry), entry]),
  );
  const between = to.entries.map(entry => {
    const endpoint = endpointOf(entry);
    const before = earlier.get(endpoint);
    const counts = before
      ? difference(countsOf([entry]), countsOf([before]))
      : countsOf([entry]);
    return { endpoint, counts };
  });
  return {
    total: rowOf(
      ALL_ENDPOINTS,
      sumOf(between.map(({ counts }) => counts)),
      seconds,
    ),
    endpoints: between.map(({ endpoint, counts }) =>
      rowOf(endpoint, counts, seconds),
    ),
  };
}
