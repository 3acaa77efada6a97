import {
  endpointOf,
  endpointRows,
  MasterSample,
  MasterStatus,
  RunDetail,
  SamplePoint,
  Verdict,
} from '@slipway/plugin-loadtest-common';
import { RunTables } from '../database/RunStore';

/** The verdict as lists show it. */
export const shortVerdict = ({ outcome, reasons, final }: Verdict) => ({
  outcome,
  reason: reasons[0] ?? '',
  final,
});

/** Unix seconds as an ISO text. */
const isoOf = (seconds: number) => new Date(seconds * 1000).toISOString();

/** A run with what its master says now. Pure. */
export function detailWith(
  before: RunDetail,
  status: MasterStatus,
  seen: {
    point: SamplePoint | undefined;
    last: MasterSample | undefined;
    /** Seconds since the start of the first sample with requests. */
    loadedAt: number | undefined;
    /** Seconds since the start of the first of the last samples without users. */
    emptyAt: number | undefined;
  },
): RunDetail {
  const { problem: _, ...detail } = before;
  const { point, last, loadedAt, emptyAt } = seen;
  const total = last && endpointRows(last).total;
  const { startedAt } = status;
  return {
    ...detail,
    state:
      detail.state === 'starting' && startedAt !== null
        ? 'running'
        : detail.state,
    locustVersion: status.locust,
    significantDigits: status.significantDigits,
    ...(status.simulated ? { simulated: true } : {}),
    ...(startedAt === null ? {} : { startedAt: isoOf(startedAt) }),
    ...(startedAt === null || loadedAt === undefined
      ? {}
      : { loadFrom: isoOf(startedAt + loadedAt) }),
    // The master is finished when it has no user any more.
    ...(startedAt === null || emptyAt === undefined || !status.finished
      ? {}
      : { loadUntil: isoOf(startedAt + emptyAt) }),
    ...(point
      ? {
          now: {
            users: point.users,
            wantedUsers: point.wantedUsers,
            requestsPerSecond: point.requestsPerSecond,
            ...(total?.failureRatio === undefined
              ? {}
              : { failureRatio: total.failureRatio }),
            ...(point.p95 === undefined ? {} : { p95: point.p95 }),
          },
        }
      : {}),
  };
}

/** The tables of a run as its master and its last sample have them. Pure. */
export function tablesOf(
  status: MasterStatus,
  last: MasterSample | undefined,
): RunTables {
  return {
    endpoints: last ? endpointRows(last).endpoints : [],
    errors: status.errors.map(one => ({
      key: `${endpointOf(one)} ${one.error}`,
      endpoint: endpointOf(one),
      message: one.error,
      occurrences: one.occurrences,
    })),
    workers: status.workers.map(({ cpuPercent, memoryBytes, ...one }) => ({
      ...one,
      ...(cpuPercent === null ? {} : { cpuPercent }),
      ...(memoryBytes === null ? {} : { memoryBytes }),
    })),
  };
}
