/** The ten services of the ecommerce system. */
export type ServiceName =
  | 'service-discovery'
  | 'cloud-config'
  | 'api-gateway'
  | 'proxy-client'
  | 'user-service'
  | 'product-service'
  | 'order-service'
  | 'payment-service'
  | 'shipping-service'
  | 'favourite-service';

/** One pod as the model needs to know it. */
export interface PodNow {
  namespace: string;
  name: string;
  service: ServiceName;
  /** Name of the workload (Rollout or Deployment) that owns the pod. */
  workload: string;
  /** Name of the ReplicaSet that owns the pod. */
  replicaSet: string;
  /** Image tag of the service's container. */
  version: string;
  /** `rollouts-pod-template-hash`; empty when the pod belongs to no Rollout. */
  templateHash: string;
  /** Only ready pods are sent requests. */
  ready: boolean;
}

/** Which pods a cause touches; an absent field matches all. */
export interface CauseTarget {
  namespace?: string;
  service?: ServiceName;
  version?: string;
  templateHash?: string;
  pod?: string;
}

/**
 * Something that changes how pods behave or how many requests arrive: a forced
 * result in a test, a fault, a load run. Causes are applied in order.
 */
export type Cause =
  /** The pod itself fails this share of its requests (0 to 1), whatever its release would do. */
  | { kind: 'error-rate'; target: CauseTarget; rate: number }
  /** The pod's own latency is multiplied. */
  | { kind: 'latency-factor'; target: CauseTarget; factor: number }
  /** Milliseconds are added to the pod's own latency. */
  | { kind: 'latency-add'; target: CauseTarget; milliseconds: number }
  /** The pod answers, yet nothing measures it (a proxy that is not scraped). */
  | { kind: 'unmeasured'; target: CauseTarget }
  /**
   * Packets that leave the pods of `from` for those of `to` are late or lost;
   * without `to` all that leave them. Callers wait longer for answers, callees
   * get their requests later.
   */
  | {
      kind: 'network';
      from: readonly CauseTarget[];
      to?: readonly CauseTarget[];
      milliseconds: number;
      /** Share of requests (0 to 1) that fail because of it. */
      failures: number;
    }
  /** Requests per second that arrive from outside, beside the usual traffic. */
  | {
      kind: 'load';
      target: CauseTarget & { service: ServiceName };
      requestsPerSecond: number;
    };

/** Input of one step of the model. */
export interface StepInput {
  pods: readonly PodNow[];
  causes: readonly Cause[];
  /** End of the step, in milliseconds since 1970: sets the time of day. */
  atMs: number;
  /** Length of the step in seconds. */
  deltaSeconds: number;
}

/** Requests counted since the pod was first seen, and how many of them failed. */
export interface CallCounters {
  requests: number;
  failures: number;
}

/** What one pod's proxy has counted of the requests that reached it. */
export interface TrafficCounters extends CallCounters {
  /** Responses up to each bound of `LATENCY_BOUNDS_MS` (not cumulative; the last one is +Inf). */
  latencyBuckets: readonly number[];
  latencySumMs: number;
}

/** Who owns pods, as Linkerd names it: of a Rollout, which it does not know, that is the ReplicaSet. */
export interface PodOwner {
  kind: 'deployment' | 'replicaset';
  name: string;
}

/** What one pod has sent to the pods of one owner. */
export interface OutboundCounters extends CallCounters {
  to: ServiceName;
  owner: PodOwner;
}

/** Counters of one pod: what reached it, and what it sent, by the owner of the pods that it called. */
export interface PodCounters {
  pod: PodNow;
  inbound: TrafficCounters;
  outbound: Readonly<Record<string, OutboundCounters>>;
  /** Shares of a request not yet counted, so that counters are whole numbers and nothing is lost. */
  carry: Readonly<Record<string, number>>;
  measured: boolean;
}

/** Everything that the model remembers between steps, by `<namespace>/<pod>`. */
export interface ModelState {
  seed: string;
  counters: ReadonlyMap<string, PodCounters>;
}
