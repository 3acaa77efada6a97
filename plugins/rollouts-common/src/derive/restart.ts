import { instantOf, isSameInstant } from './instants';

/** How far a restart is that `spec.restartAt` asks for. */
export type RestartState =
  /** Its time has not come. */
  | { state: 'planned'; at: string }
  /** Pods that are older than this are being replaced. */
  | { state: 'in-progress'; at: string }
  /** `spec.restartAt` is not a time; `at` as it stands. */
  | { state: 'unreadable'; at: string };

/**
 * Where a restart stands at `now`; undefined when none was asked for or it is
 * done. Both times are compared as instants, as the controller does.
 *
 * @param now - ms since the epoch
 * @see utils/replicaset/replicaset.go `NeedsRestart`
 * @see rollout/restart.go `Reconcile`
 */
export function restartState(
  rollout: { restartAt?: string; restartedAt?: string },
  now: number,
): RestartState | undefined {
  const { restartAt: at, restartedAt } = rollout;
  if (!at || isSameInstant(at, restartedAt)) return undefined;
  const instant = instantOf(at);
  if (instant === undefined) return { state: 'unreadable', at };
  return { state: now > instant ? 'in-progress' : 'planned', at };
}
