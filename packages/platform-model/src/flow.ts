import type { LatencyShape } from './latency.ts';
import { podBehaviour } from './behaviour.ts';
import type { PodBehaviour } from './behaviour.ts';
import { callNetwork } from './network.ts';
import type { CallNetwork } from './network.ts';
import { seededBetween } from './random.ts';
import { SERVICES, trafficShare } from './services.ts';
import type { ServiceProfile } from './services.ts';
import { ownerKey, ownerOf } from './owner.ts';
import type { Cause, PodNow, PodOwner, ServiceName } from './types.ts';

/** What reaches one pod in this moment, and what becomes of it. */
export interface PodFlow {
  pod: PodNow;
  behaviour: PodBehaviour;
  requestsPerSecond: number;
  failureShare: number;
  shape: LatencyShape;
  calls: readonly CallFlow[];
}

/** What one pod sends to the pods of one owner. */
export interface CallFlow {
  to: ServiceName;
  owner: PodOwner;
  /** Of each request that reaches the caller. */
  perRequest: number;
  /** Share that fails, the network counted in. */
  failureShare: number;
}

/** What callers of a service meet in this moment. */
export interface ServiceFlow {
  profile: ServiceProfile;
  failureShare: number;
  shape: LatencyShape;
  pods: readonly PodFlow[];
  /** What the network adds for callers that are outside of the model, such as a load test. */
  outside: CallNetwork;
}

export type NamespaceFlow = ReadonlyMap<ServiceName, ServiceFlow>;

/** Above this share of its capacity a pod begins to queue. */
const queueFrom = 0.7;
const longestQueue = 8;

function queueFactor(utilisation: number): number {
  return Math.min(
    longestQueue,
    1 + Math.max(0, utilisation - queueFrom) * (1 / (1 - queueFrom)),
  );
}

/** Requests per second that reach each service: outside traffic first, then the calls of its callers. */
function arrivals(
  namespace: string,
  podsOf: ReadonlyMap<ServiceName, readonly PodNow[]>,
  causes: readonly Cause[],
  atMs: number,
  seed: string,
): Map<ServiceName, number> {
  const arriving = new Map<ServiceName, number>();
  const share = trafficShare(atMs);
  for (const service of SERVICES) {
    const noise = seededBetween(
      0.94,
      1.06,
      seed,
      namespace,
      service.name,
      Math.floor(atMs / 5_000),
    );
    const load = causes.reduce(
      (sum, cause) =>
        cause.kind === 'load' &&
        cause.target.service === service.name &&
        (cause.target.namespace ?? namespace) === namespace
          ? sum + Math.max(0, cause.requestsPerSecond)
          : sum,
      0,
    );
    const total =
      service.directRps * share * noise +
      load +
      (arriving.get(service.name) ?? 0);
    arriving.set(service.name, total);
    const ready = (podsOf.get(service.name) ?? []).filter(pod => pod.ready);
    const served = Math.min(total, ready.length * service.podRps);
    for (const call of service.calls) {
      arriving.set(
        call.to,
        (arriving.get(call.to) ?? 0) + served * call.perRequest,
      );
    }
  }
  return arriving;
}

function mean(values: readonly number[]): number {
  return values.reduce((sum, value) => sum + value, 0) / values.length;
}

interface CalledPods {
  owner: PodOwner;
  /** Of the calls to the service. */
  share: number;
  failureShare: number;
  answering: PodNow[];
}

/** The pods of a called service by their owner; those that are not ready only where none is, and they fail. */
function byOwner({ pods }: ServiceFlow): CalledPods[] {
  const ready = pods.filter(({ pod }) => pod.ready);
  const called = ready.length > 0 ? ready : pods;
  const owners = new Map<string, PodFlow[]>();
  for (const flow of called) {
    const key = ownerKey(ownerOf(flow.pod));
    owners.set(key, [...(owners.get(key) ?? []), flow]);
  }
  return [...owners.values()].map(flows => ({
    owner: ownerOf(flows[0].pod),
    share: flows.length / called.length,
    failureShare:
      ready.length > 0
        ? mean(flows.map(({ failureShare }) => failureShare))
        : 1,
    answering: ready.length > 0 ? flows.map(({ pod }) => pod) : [],
  }));
}

/**
 * Traffic of one namespace in one moment. Requests run from callers to the
 * called; failures and waiting run back. A called service without any pod in
 * the namespace is taken to live elsewhere and to be well; one whose pods are
 * all unready fails its callers.
 */
export function namespaceFlow(
  namespace: string,
  pods: readonly PodNow[],
  causes: readonly Cause[],
  atMs: number,
  seed: string,
): NamespaceFlow {
  const podsOf = new Map<ServiceName, PodNow[]>();
  for (const pod of pods) {
    podsOf.set(pod.service, [...(podsOf.get(pod.service) ?? []), pod]);
  }
  const arriving = arrivals(namespace, podsOf, causes, atMs, seed);
  const flows = new Map<ServiceName, ServiceFlow>();
  for (const profile of [...SERVICES].reverse()) {
    const own = podsOf.get(profile.name);
    if (!own) {
      continue;
    }
    const ready = own.filter(pod => pod.ready).length;
    const perPod = ready ? (arriving.get(profile.name) ?? 0) / ready : 0;
    const utilisation = perPod / profile.podRps;
    const overload = utilisation > 1 ? 1 - 1 / utilisation : 0;
    const podFlows = own.map((pod): PodFlow => {
      const behaviour = podBehaviour(pod, profile, causes);
      const calls: CallFlow[] = [];
      let calleesSucceed = 1;
      let calleesMs = 0;
      for (const call of profile.calls) {
        const callee = flows.get(call.to);
        if (callee) {
          let failures = 0;
          let networkMs = 0;
          for (const { owner, share, failureShare, answering } of byOwner(
            callee,
          )) {
            const network = callNetwork(pod, answering, causes);
            const failing = 1 - (1 - failureShare) * (1 - network.failures);
            calls.push({
              to: call.to,
              owner,
              perRequest: call.perRequest * share,
              failureShare: failing,
            });
            failures += share * failing;
            networkMs += share * network.milliseconds;
          }
          calleesSucceed *= 1 - Math.min(1, call.perRequest) * failures;
          calleesMs += call.perRequest * (callee.shape.medianMs + networkMs);
        }
      }
      const succeeds =
        (1 - behaviour.errorRate) * (1 - overload) * calleesSucceed;
      const ownMs =
        profile.medianMs * behaviour.latencyFactor * queueFactor(utilisation);
      return {
        pod,
        behaviour,
        requestsPerSecond: pod.ready ? perPod : 0,
        failureShare: 1 - succeeds,
        calls,
        shape: {
          medianMs: Math.max(0.1, ownMs + behaviour.addMs + calleesMs),
          sigma: profile.sigma,
        },
      };
    });
    const readyFlows = podFlows.filter(flow => flow.pod.ready);
    flows.set(profile.name, {
      profile,
      pods: podFlows,
      outside: callNetwork(
        undefined,
        readyFlows.map(flow => flow.pod),
        causes,
      ),
      failureShare: readyFlows.length
        ? mean(readyFlows.map(flow => flow.failureShare))
        : 1,
      shape: {
        medianMs: readyFlows.length
          ? mean(readyFlows.map(flow => flow.shape.medianMs))
          : profile.medianMs,
        sigma: profile.sigma,
      },
    });
  }
  return flows;
}
