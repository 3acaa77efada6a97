import { KubeObject, ObjectStore, StoreEvent } from '@slipway/kube-sim';
import { seededUnit, serviceProfile } from '@slipway/platform-model';
import { Objects } from '../../loops';
import { measuredPod, PodObject } from '../../platform/measuredPods';
import { RELEASE_VALUES } from '../../platform/releaseValues';

/** How long an instance may be silent, s: `lease-expiration-duration-in-seconds`. */
export const LEASE_SECONDS = 90;
export const RENEWAL_SECONDS = 30;
/** Between two looks for expired leases, ms: `eviction-interval-timer-in-ms`. */
const EVICTION_MS = 60_000;
/** The response cache, ms: `response-cache-update-interval-ms`. */
const CACHE_MS = 30_000;
/** Renewals below this share of what is expected end evictions: `renewal-percent-threshold`. */
const RENEWAL_THRESHOLD = 0.85;
/** One of so many pods never registers: its client does not find the server. */
const UNREGISTERED_SHARE = 1 / 40;

/** A registered instance. */
export interface Instance {
  app: string;
  pod: string;
  ip: string;
  port: number;
  status: 'UP' | 'DOWN' | 'STARTING';
  /** ms since 1970. */
  registeredAt: number;
  /** When it was last heard of, ms since 1970. */
  renewedAt: number;
}

const REGISTERING = new Set<string>(
  RELEASE_VALUES.filter(({ eureka }) => eureka !== false).map(
    ({ service }) => service,
  ),
);

/** `Lease.renew` adds the duration once, `isExpired` once more: leases last twice as long as configured. */
const evictedAt = ({ renewedAt }: Instance): number =>
  Math.ceil((renewedAt + 2 * LEASE_SECONDS * 1_000) / EVICTION_MS) *
  EVICTION_MS;

/**
 * The Eureka server of each namespace of one cluster. Pods register some
 * seconds after they are ready and say so when they are scaled away. One that
 * is killed says nothing: it stays until its lease expires, or as long as
 * self-preservation lasts. Reads answer from a cache of 30 s, as the server's.
 */
export class Registry {
  /** Killed instances by namespace and pod. */
  readonly #left = new Map<string, Instance & { namespace: string }>();
  readonly #cache = new Map<string, { at: number; instances: Instance[] }>();

  /** @param now - ms since 1970, by the clock of the sandbox */
  constructor(
    private readonly cluster: string,
    private readonly store: ObjectStore,
    private readonly now: () => number,
  ) {}

  /** Notes pods that go. Returns the function that ends it. */
  start(): () => void {
    return this.store.subscribe(event => this.#onEvent(event));
  }

  /** What is registered in a namespace, as the server's cache has it. */
  instances(namespace: string): readonly Instance[] {
    const now = this.now();
    const cached = this.#cache.get(namespace);
    if (cached && now - cached.at < CACHE_MS) return cached.instances;
    const instances = this.#registered(namespace, now);
    this.#cache.set(namespace, { at: now, instances });
    return instances;
  }

  #registered(namespace: string, now: number): Instance[] {
    const type = this.store.typeOf('', 'pods');
    const present = (
      type ? this.store.list<PodObject & KubeObject>(type, { namespace }) : []
    ).flatMap(pod => this.#instanceOf(pod, now) ?? []);
    const gone = [...this.#left.values()].filter(
      one => one.namespace === namespace,
    );
    const all = present.length + gone.length;
    // Self-preservation: too few renew, so nothing is evicted.
    const preserving = all > 0 && present.length / all < RENEWAL_THRESHOLD;
    const left = gone.flatMap(({ namespace: _, ...instance }) => {
      if (!preserving && now >= evictedAt(instance)) {
        this.#left.delete(`${namespace}/${instance.pod}`);
        return [];
      }
      return [instance];
    });
    return [...present, ...left].sort(
      (a, b) => a.app.localeCompare(b.app) || a.pod.localeCompare(b.pod),
    );
  }

  /** The registration of a pod; undefined when it has none. */
  #instanceOf(pod: Readonly<PodObject>, now: number): Instance | undefined {
    const measured = measuredPod(pod);
    if (!measured || !REGISTERING.has(measured.service)) return undefined;
    const { name, service, since = now, ready } = measured;
    const random = (what: string) => seededUnit(this.cluster, name, what);
    if (random('never') < UNREGISTERED_SHARE) return undefined;
    const registeredAt = since + 2_000 + Math.floor(random('delay') * 8_000);
    if (!ready || now < registeredAt) return undefined;
    const period = RENEWAL_SECONDS * 1_000;
    return {
      app: service,
      pod: name,
      ip: pod.status?.podIP ?? '',
      port: serviceProfile(service)?.port ?? 8080,
      status: 'UP',
      registeredAt,
      renewedAt: now - ((now - registeredAt) % period),
    };
  }

  #onEvent({ type, resource, object }: StoreEvent): void {
    if (type !== 'DELETED' || resource.kind !== 'Pod') return;
    const { namespace = '', name } = object.metadata;
    // What its ReplicaSet no longer wants was asked to end, and said goodbye.
    if (!this.#isMissed(object)) return;
    const now = this.now();
    const instance = this.#instanceOf(
      withoutDeletion(object as PodObject),
      now,
    );
    if (!instance) return;
    this.#left.set(`${namespace}/${name}`, { ...instance, namespace });
  }

  /** Whether the pod was killed: its ReplicaSet wants as many as there were. */
  #isMissed(pod: Readonly<KubeObject>): boolean {
    const owner = pod.metadata.ownerReferences?.find(one => one.controller);
    const objects = new Objects(this.store);
    const set =
      owner?.kind === 'ReplicaSet'
        ? objects.replicaSets.get(pod.metadata.namespace, owner.name)
        : undefined;
    if (!set) return false;
    const there = objects.pods
      .list(pod.metadata.namespace)
      .filter(one =>
        one.metadata.ownerReferences?.some(
          ({ uid }) => uid === set.metadata.uid,
        ),
      ).length;
    return there < (set.spec.replicas ?? 1);
  }
}

/** The pod as it was before its end: ready still counts. */
function withoutDeletion(pod: Readonly<PodObject>): PodObject {
  const { deletionTimestamp: _, ...metadata } = pod.metadata;
  return { ...pod, metadata };
}
