import {
  EurekaInstance,
  RegistrablePod,
  Registration,
  RegistrationComparison,
  RegistrationState,
} from './types';

/** The response cache of a Eureka server, ms: what it says may be as old as this. */
export const EUREKA_CACHE_MS = 30_000;
/**
 * How long a renewal may be missing in what the server answers, ms: it renews
 * what is cached only when something else changes, or after this.
 *
 * @see https://github.com/Netflix/eureka `getResponseCacheAutoExpirationInSeconds`
 */
export const RENEWALS_CACHE_MS = 180_000;
/** Between two looks of the server for expired leases, ms. */
const EVICTION_MS = 60_000;
const DEFAULT_LEASE_SECONDS = 90;

/**
 * When a disagreement began, where somebody looked before and saw none; ms since
 * 1970 by {@link seenKey}. Without it the pod and the lease say since when.
 */
export type FirstSeen = ReadonlyMap<string, number>;

/** Name of a registration in one state, for {@link FirstSeen}. */
export const seenKey = (name: string, state: RegistrationState) =>
  `${state} ${name}`;

/** Grace does not hide these for ever: they are shown once it is over. */
const DRIFT: ReadonlySet<RegistrationState> = new Set([
  'not-registered',
  'pod-gone',
  'not-up',
  'pod-not-ready',
]);

export const isDrift = ({ state }: Pick<Registration, 'state'>): boolean =>
  DRIFT.has(state);

/** Whether an instance is a pod's: by address, else by the name of the host, which begins its id by default. */
export function isOfPod(
  instance: EurekaInstance,
  pod: RegistrablePod,
): boolean {
  if (instance.ip !== undefined && pod.ip !== undefined) {
    return instance.ip === pod.ip;
  }
  const [host] = instance.instanceId.split(':');
  return instance.hostName === pod.name || host === pod.name;
}

/**
 * Whether a lease should have been evicted by now: `Lease.renew` adds the
 * duration to the time of the renewal, and `isExpired` adds it again.
 *
 * @see https://github.com/Netflix/eureka `eureka-core/…/lease/Lease.java`
 */
export function isOverdue(instance: EurekaInstance, now: number): boolean {
  const { renewedUntil, leaseSeconds = DEFAULT_LEASE_SECONDS } = instance;
  return (
    renewedUntil !== undefined &&
    now >
      renewedUntil +
        leaseSeconds * 1_000 +
        EVICTION_MS +
        RENEWALS_CACHE_MS +
        EUREKA_CACHE_MS
  );
}

/** What does not agree now, before any grace; undefined when all is well. */
function disagreement(
  pod: RegistrablePod | undefined,
  instance: EurekaInstance | undefined,
): RegistrationState | undefined {
  if (!pod) return 'pod-gone';
  if (!instance) return pod.ready ? 'not-registered' : 'starting';
  const up = instance.status === 'UP';
  if (pod.ready) return up ? undefined : 'not-up';
  return up ? 'pod-not-ready' : 'starting';
}

/**
 * From when on a disagreement may have been: the last change of the pod; of a
 * pod that is gone the last renewal, since it was there then. A lease that was
 * never renewed has the time of its registration.
 */
function explainedSince(
  pod: RegistrablePod | undefined,
  instance: EurekaInstance | undefined,
  now: number,
): number {
  if (pod) return pod.since;
  const {
    renewedUntil,
    registeredAt = 0,
    leaseSeconds = DEFAULT_LEASE_SECONDS,
  } = instance ?? {};
  if (renewedUntil === undefined) return now;
  const renewedAt = renewedUntil - leaseSeconds * 1_000;
  return Math.min(now, Math.max(registeredAt, renewedAt));
}

function judge(
  pod: RegistrablePod | undefined,
  instance: EurekaInstance | undefined,
  options: CompareOptions,
): Registration {
  const { now, seen, graceMs = EUREKA_CACHE_MS } = options;
  const name = pod?.name ?? instance?.instanceId ?? '';
  const found = disagreement(pod, instance) ?? 'in-step';
  const since =
    found === 'in-step'
      ? Math.max(pod?.since ?? 0, instance?.registeredAt ?? 0)
      : Math.max(
          explainedSince(pod, instance, now),
          seen.get(seenKey(name, found)) ?? 0,
        );
  const within = now - since < graceMs;
  const graced = pod?.ready ? 'starting' : 'leaving';
  const state = DRIFT.has(found) && within ? graced : found;
  const known = {
    status: instance?.status,
    ip: pod?.ip ?? instance?.ip,
    port: instance?.port,
    revision: pod?.revision,
  };
  return {
    name,
    state,
    since: new Date(since).toISOString(),
    ...Object.fromEntries(
      Object.entries(known).filter(([, value]) => value !== undefined),
    ),
  };
}

/** With what instances and pods are compared. */
export interface CompareOptions {
  /** ms since 1970. */
  now: number;
  seen: FirstSeen;
  /** How long a disagreement is none yet, ms; by default the cache of the server. */
  graceMs?: number;
}

const ORDER: RegistrationState[] = [
  'not-registered',
  'pod-gone',
  'not-up',
  'pod-not-ready',
  'leaving',
  'starting',
  'in-step',
];

/** {@link disagreement} of everything, by {@link seenKey}: what a caller remembers until it is over. */
export function disagreements(
  instances: readonly EurekaInstance[],
  pods: readonly RegistrablePod[],
): Set<string> {
  return new Set(
    paired(instances, pods).flatMap(([pod, instance]) => {
      const found = disagreement(pod, instance);
      const name = pod?.name ?? instance?.instanceId ?? '';
      return found ? [seenKey(name, found)] : [];
    }),
  );
}

type Pair = [
  pod: RegistrablePod | undefined,
  instance: EurekaInstance | undefined,
];

/** Each pod with its instance, then the instances without a pod. */
function paired(
  instances: readonly EurekaInstance[],
  pods: readonly RegistrablePod[],
): Pair[] {
  const left = new Set(instances);
  const pairs = pods.map((pod): Pair => {
    const own = [...left].filter(instance => isOfPod(instance, pod));
    // An address that was given to a new pod: the newest registration is the pod's.
    const [instance] = own.sort(
      (a, b) => (b.registeredAt ?? 0) - (a.registeredAt ?? 0),
    );
    if (instance) left.delete(instance);
    return [pod, instance];
  });
  return [...pairs, ...[...left].map((one): Pair => [undefined, one])];
}

/**
 * The instances of an application beside the pods of its workload. What does
 * not agree counts as drift only after a grace period, because the server
 * answers from a cache and pods take a moment to register.
 */
export function compareRegistrations(
  instances: readonly EurekaInstance[],
  pods: readonly RegistrablePod[],
  options: CompareOptions,
): RegistrationComparison {
  const registrations = paired(instances, pods)
    .map(([pod, instance]) => judge(pod, instance, options))
    .sort(
      (a, b) =>
        ORDER.indexOf(a.state) - ORDER.indexOf(b.state) ||
        a.name.localeCompare(b.name),
    );
  const expired = instances.filter(one => isOverdue(one, options.now)).length;
  const drifts = registrations.some(isDrift);
  const verdict = ((): RegistrationComparison['verdict'] => {
    if (registrations.length === 0) return 'no-pods';
    if (instances.length === 0 && drifts) return 'absent';
    if (drifts) return 'drift';
    return registrations.every(({ state }) => state === 'in-step')
      ? 'in-step'
      : 'starting';
  })();
  return {
    verdict,
    registrations,
    ...(expired ? { selfPreservation: { expired } } : {}),
  };
}
