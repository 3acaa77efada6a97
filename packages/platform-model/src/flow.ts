import type { LatencyShape } from './latency.ts';
import { podBehaviour } from './behaviour.ts';
import type { PodBehaviour } from './behaviour.ts';
import { callNetwork } from './network.ts';
import type { CallNetwork } from './network.ts';
import { seededBetween } from './random.ts';
import { SERVICES, trafficShare } from './services.ts';
import type { ServiceProfile } from './services.ts';
import type { Cause, PodNow, ServiceName } from './types.ts';

/** What reaches one pod in this moment, and what becomes of it. */
export interface PodFlow {
  pod: PodNow;
  behaviour: PodBehaviour;
  requestsPerSecond: number;
  failureShare: number;
  shape: LatencyShape;
  /** Share of its calls to each service that fail, the network counted in. */
  callFailures: ReadonlyMap<ServiceName, number>;
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
      const callFailures = new Map<ServiceName, number>();
      let calleesSucceed = 1;
      let calleesMs = 0;
      for (const call of profile.calls) {
        const callee = flows.get(call.to);
        if (callee) {
          const answering = callee.pods.filter(one => one.pod.ready);
          const network = callNetwork(
            pod,
            answering.map(one => one.pod),
            causes,
          );
          const failures =
            1 - (1 - callee.failureShare) * (1 - network.failures);
          callFailures.set(call.to, failures);
          calleesSucceed *= 1 - Math.min(1, call.perRequest) * failures;
          calleesMs +=
            call.perRequest * (callee.shape.medianMs + network.milliseconds);
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
        callFailures,
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
