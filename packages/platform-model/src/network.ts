import { matches } from './behaviour.ts';
import type { LatencyShape } from './latency.ts';
import type { Cause, CauseTarget, PodNow } from './types.ts';

/** What the network adds to the calls from one pod to a service. */
export interface CallNetwork {
  milliseconds: number;
  /** Share of the calls that fail by it. */
  failures: number;
}

const NOTHING: CallNetwork = { milliseconds: 0, failures: 0 };

const isOneOf = (targets: readonly CauseTarget[], pod: PodNow) =>
  targets.some(target => matches(target, pod));

/**
 * What requests of a pod to a service, and the answers to it, meet on their
 * way: each callee is as likely as the others.
 *
 * @param caller - undefined for callers outside of the cluster
 * @param callees - the pods that answer
 */
export function callNetwork(
  caller: PodNow | undefined,
  callees: readonly PodNow[],
  causes: readonly Cause[],
): CallNetwork {
  if (callees.length === 0) {
    return NOTHING;
  }
  let milliseconds = 0;
  let succeeds = 1;
  for (const cause of causes) {
    if (cause.kind !== 'network') {
      continue;
    }
    const { from, to } = cause;
    const share = (targets: readonly CauseTarget[] | undefined) =>
      targets
        ? callees.filter(pod => isOneOf(targets, pod)).length / callees.length
        : 1;
    const requests = caller && isOneOf(from, caller) ? share(to) : 0;
    const answers = !to || (caller && isOneOf(to, caller)) ? share(from) : 0;
    milliseconds += (requests + answers) * Math.max(0, cause.milliseconds);
    succeeds *=
      1 -
      Math.min(1, requests + answers) *
        Math.min(1, Math.max(0, cause.failures));
  }
  return { milliseconds, failures: 1 - succeeds };
}

/** What callers outside of the model meet at a service: its own answers, and the network in between. */
export function metFromOutside({
  failureShare,
  shape,
  outside,
}: {
  failureShare: number;
  shape: LatencyShape;
  outside: CallNetwork;
}): { failureShare: number; shape: LatencyShape } {
  return {
    failureShare: 1 - (1 - failureShare) * (1 - outside.failures),
    shape: { ...shape, medianMs: shape.medianMs + outside.milliseconds },
  };
}
