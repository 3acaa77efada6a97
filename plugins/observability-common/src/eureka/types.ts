/** An instance as a Eureka server has it registered. */
export interface EurekaInstance {
  /** Name of the application, in lower case: Eureka writes it in upper case. */
  app: string;
  instanceId: string;
  /** `UP`, `DOWN`, `STARTING`, `OUT_OF_SERVICE`, `UNKNOWN`; what the server says. */
  status: string;
  hostName?: string;
  ip?: string;
  /** The port that is enabled, the plain one first. */
  port?: number;
  /** When it registered, ms since 1970. */
  registeredAt?: number;
  /** What the server writes as its last renewal, ms since 1970: it lies one lease in the future. */
  renewedUntil?: number;
  /** Length of the lease, s. */
  leaseSeconds?: number;
}

/** A pod as it is compared with registrations. */
export interface RegistrablePod {
  name: string;
  ip?: string;
  ready: boolean;
  /** When it became ready or stopped being so, else when it was created; ms since 1970. */
  since: number;
  /** Pod template hash, where it has one. */
  revision?: string;
}

/**
 * What one pod or registration is, in order of how bad it is.
 *
 * - `not-registered`: ready, and no client finds it
 * - `pod-gone`: registered, and there is no such pod: clients call nobody
 * - `not-up`: ready, registered with another status than UP: clients leave it out
 * - `pod-not-ready`: registered as UP, and its pod is not ready: clients call it
 * - `leaving`: its pod ended within the grace period
 * - `starting`: within the grace period, or not ready and not registered yet
 * - `in-step`
 */
export type RegistrationState =
  | 'not-registered'
  | 'pod-gone'
  | 'not-up'
  | 'pod-not-ready'
  | 'leaving'
  | 'starting'
  | 'in-step';

/** A pod beside its registration. */
export interface Registration {
  /** Name of the pod, or id of an instance that has none. */
  name: string;
  state: RegistrationState;
  /** Since when it has been so, RFC 3339; of drift when it was first seen, or when the pod changed. */
  since: string;
  /** What the server says. */
  status?: string;
  ip?: string;
  port?: number;
  revision?: string;
}

/** The instances of one application beside the pods of its workload. */
export interface RegistrationComparison {
  /** The worst of its registrations; `absent` when there are pods and the server does not know the application. */
  verdict: 'in-step' | 'starting' | 'drift' | 'absent' | 'no-pods';
  registrations: Registration[];
  /** Set when expired leases stay: the server is probably in self-preservation. */
  selfPreservation?: {
    /** Instances whose lease should have been evicted. */
    expired: number;
  };
}
