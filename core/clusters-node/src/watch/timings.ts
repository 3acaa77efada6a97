import { PULSE_TIMINGS, PulseTimings } from '../http/Pulse';

/** Every duration of a watch, in milliseconds unless named otherwise. */
export interface WatchTimings {
  /** Bounds of `timeoutSeconds`: the server ends the watch in good order after it. Random, so that watches do not all end together. */
  watchSeconds: readonly [number, number];
  /** Silence longer than the watch's own length plus this means that the connection is dead. */
  idleGraceMs: number;
  /** The same for a connection that has carried a bookmark: an API server sends one about every minute. */
  bookmarkSilenceMs: number;
  /** When a cluster is asked whether it is still there. */
  pulse: PulseTimings;
  /** How long a watch that ended in good order may be away before its data counts as stale. */
  graceMs: number;
  backoff: { baseMs: number; capMs: number };
  /** A watch that was open so long was healthy: the next one that ends comes back quickly. */
  healthyAfterMs: number;
  /** How long to wait after RBAC or the credentials said no. */
  refusedRetryMs: readonly [number, number];
  /** How long to wait before looking for a missing kind again: one cheap 404, and in that time one for each group. */
  notInstalledRetryMs: readonly [number, number];
}

export const DEFAULT_TIMINGS: WatchTimings = {
  watchSeconds: [120, 240],
  idleGraceMs: 30_000,
  bookmarkSilenceMs: 150_000,
  pulse: PULSE_TIMINGS,
  graceMs: 1_000,
  backoff: { baseMs: 250, capMs: 30_000 },
  healthyAfterMs: 10_000,
  refusedRetryMs: [30_000, 60_000],
  notInstalledRetryMs: [5_000, 10_000],
};
