import { namespaceFlow } from './flow.ts';
import type { PodFlow } from './flow.ts';
import { LATENCY_BOUNDS_MS, bucketShares, latencyMean } from './latency.ts';
import type { LatencyShape } from './latency.ts';
import { ownerKey } from './owner.ts';
import { seededBetween } from './random.ts';
import type {
  CallCounters,
  ModelState,
  OutboundCounters,
  PodCounters,
  PodNow,
  StepInput,
  TrafficCounters,
} from './types.ts';

const noTraffic: TrafficCounters = {
  requests: 0,
  failures: 0,
  latencyBuckets: Array.from({ length: LATENCY_BOUNDS_MS.length + 1 }, () => 0),
  latencySumMs: 0,
};

/** The state before anything was counted. The seed sets the small variations. */
export function initialState(seed = 'slipway'): ModelState {
  return { seed, counters: new Map() };
}

/** Takes whole requests out of a running fraction: returns them and what is left. */
function whole(amount: number, left: number): [number, number] {
  const total = amount + left;
  const count = Math.floor(total);
  return [count, total - count];
}

interface Traffic {
  requests: number;
  failureShare: number;
}

/** Whole requests and failures of this step; what is left of each stays in `carry`. */
function countCalls(
  traffic: Traffic,
  carry: Record<string, number>,
  key: string,
): CallCounters {
  const [requests, requestsLeft] = whole(
    traffic.requests,
    carry[`${key}.requests`] ?? 0,
  );
  const [wanted, failuresLeft] = whole(
    requests * traffic.failureShare,
    carry[`${key}.failures`] ?? 0,
  );
  const failures = Math.min(requests, wanted);
  carry[`${key}.requests`] = requestsLeft;
  carry[`${key}.failures`] = failuresLeft + (wanted - failures);
  return { requests, failures };
}

function addInbound(
  before: TrafficCounters,
  calls: CallCounters,
  shape: LatencyShape,
): TrafficCounters {
  if (calls.requests === 0) {
    return before;
  }
  const shares = bucketShares(shape);
  return {
    requests: before.requests + calls.requests,
    failures: before.failures + calls.failures,
    latencyBuckets: before.latencyBuckets.map(
      (value, index) => value + calls.requests * shares[index],
    ),
    latencySumMs: before.latencySumMs + calls.requests * latencyMean(shape),
  };
}

function countPod(
  before: PodCounters | undefined,
  flow: PodFlow,
  input: StepInput,
  seed: string,
): PodCounters {
  const noise = seededBetween(
    0.92,
    1.08,
    seed,
    flow.pod.namespace,
    flow.pod.name,
    Math.floor(input.atMs / 1_000),
  );
  const carry: Record<string, number> = { ...before?.carry };
  const requests = flow.requestsPerSecond * input.deltaSeconds * noise;
  const outbound: Record<string, OutboundCounters> = {};
  for (const { to, owner, perRequest, failureShare } of flow.calls) {
    const key = `${to} ${ownerKey(owner)}`;
    const calls = countCalls(
      { requests: requests * perRequest, failureShare },
      carry,
      key,
    );
    const counted = before?.outbound[key];
    outbound[key] = {
      to,
      owner,
      requests: (counted?.requests ?? 0) + calls.requests,
      failures: (counted?.failures ?? 0) + calls.failures,
    };
  }
  return {
    pod: flow.pod,
    measured: flow.behaviour.measured,
    inbound: addInbound(
      before?.inbound ?? noTraffic,
      countCalls(
        { requests, failureShare: flow.failureShare },
        carry,
        'inbound',
      ),
      flow.shape,
    ),
    outbound,
    carry,
  };
}

/**
 * Moves the model on by one step and returns the new state; the old one is left
 * as it was. Counters of pods that are gone are dropped, as their series would be.
 */
export function advance(state: ModelState, input: StepInput): ModelState {
  const byNamespace = new Map<string, PodNow[]>();
  for (const pod of input.pods) {
    byNamespace.set(pod.namespace, [
      ...(byNamespace.get(pod.namespace) ?? []),
      pod,
    ]);
  }
  const counters = new Map<string, PodCounters>();
  for (const [namespace, pods] of byNamespace) {
    const flows = namespaceFlow(
      namespace,
      pods,
      input.causes,
      input.atMs,
      state.seed,
    );
    for (const service of flows.values()) {
      for (const flow of service.pods) {
        const key = `${namespace}/${flow.pod.name}`;
        counters.set(
          key,
          countPod(state.counters.get(key), flow, input, state.seed),
        );
      }
    }
  }
  return { seed: state.seed, counters };
}
