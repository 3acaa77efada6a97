import { NotFoundError } from '@backstage/errors';
import {
  Freshness,
  jsonEquals,
  KubeObject,
  ObjectRef,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { KindCache, KindEvent } from '../types';
import { applyEvent, applyList, Change, ObjectEvent } from './changes';
import { Partition } from './Partition';

/** Called with what a subscriber threw; one bad subscriber must not starve the others. */
export type ListenerErrorHandler = (error: unknown) => void;

/**
 * Everything about one kind over all clusters. Readers see it as
 * {@link KindCache}; the watcher (or a test double) writes it.
 */
export class KindStore<T extends KubeObject>
  implements Omit<KindCache<T>, 'release'>
{
  readonly #partitions = new Map<string, Partition<T>>();
  readonly #freshness = new Map<string, Freshness>();
  readonly #listeners = new Set<(event: KindEvent<T>) => void>();
  readonly #synced = new Set<string>();
  #readyWaiters: Array<() => void> = [];
  #clustersKnown = false;

  constructor(
    readonly resource: ResourceId,
    private readonly onListenerError: ListenerErrorHandler,
  ) {}

  list(filter: { cluster?: string; namespace?: string } = {}): T[] {
    const partitions =
      filter.cluster === undefined
        ? [...this.#partitions.values()]
        : [this.#partitions.get(filter.cluster)];
    return partitions.flatMap(
      partition => partition?.values(filter.namespace) ?? [],
    );
  }

  get(ref: ObjectRef): T | undefined {
    return this.#partitions.get(ref.cluster)?.get({
      name: ref.name,
      ...(ref.namespace && { namespace: ref.namespace }),
    });
  }

  getByUid(cluster: string, uid: string): T | undefined {
    return this.#partitions.get(cluster)?.getByUid(uid);
  }

  listByOwner(cluster: string, ownerUid: string): T[] {
    return this.#partitions.get(cluster)?.listByOwner(ownerUid) ?? [];
  }

  listByLabel(cluster: string, label: string, value: string): T[] {
    return this.#partitions.get(cluster)?.listByLabel(label, value) ?? [];
  }

  clusterOf(object: T): string {
    for (const [cluster, partition] of this.#partitions) {
      if (partition.getByUid(object.metadata.uid) === object) return cluster;
    }
    throw new NotFoundError(
      `${object.metadata.name} is not an object of the cache of ${this.resource.plural}`,
    );
  }

  freshness(): Freshness[] {
    return [...this.#freshness.values()];
  }

  freshnessOf(cluster: string): Freshness | undefined {
    return this.#freshness.get(cluster);
  }

  /** True once the first whole list of that cluster has been kept. */
  hasData(cluster: string): boolean {
    return this.#synced.has(cluster);
  }

  subscribe(listener: (event: KindEvent<T>) => void): () => void {
    const own = (event: KindEvent<T>) => listener(event);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  ready(): Promise<void> {
    return this.#isReady()
      ? Promise.resolve()
      : new Promise(resolve => {
          this.#readyWaiters.push(resolve);
        });
  }

  /**
   * Says which clusters there are. New ones begin as given; the objects of
   * those no longer named are removed.
   */
  setClusters(clusters: readonly Freshness[]): void {
    const names = new Set(clusters.map(({ cluster }) => cluster));
    for (const cluster of [...this.#partitions.keys()]) {
      if (!names.has(cluster)) {
        this.clear(cluster);
        this.#partitions.delete(cluster);
        this.#freshness.delete(cluster);
      }
    }
    for (const freshness of clusters) {
      if (!this.#partitions.has(freshness.cluster)) {
        this.#partitions.set(freshness.cluster, new Partition<T>());
        this.setFreshness(freshness);
      }
    }
    this.#clustersKnown = true;
    this.#wakeReadyWaiters();
  }

  /** Lets `ready()` go although no cluster list could be had; a later {@link setClusters} still counts. */
  giveUpOnClusters(): void {
    this.#clustersKnown = true;
    this.#wakeReadyWaiters();
  }

  /**
   * Takes over a whole list. The first one of a cluster is one `sync` event;
   * later ones tell each change and then `sync`.
   *
   * @param namespace - the list covers only this namespace
   */
  replace(cluster: string, listed: readonly T[], namespace?: string): void {
    const partition = this.#partitions.get(cluster);
    if (!partition) {
      return;
    }
    const quiet = !this.#synced.has(cluster);
    for (const change of applyList(partition.values(namespace), listed)) {
      this.#apply(cluster, partition, change, quiet);
    }
    this.#synced.add(cluster);
    this.#publish({ type: 'sync', cluster });
  }

  /** Takes over one watch event. */
  apply(cluster: string, event: ObjectEvent<T>): void {
    const partition = this.#partitions.get(cluster);
    if (!partition) {
      return;
    }
    const kept = partition.get(event.object.metadata);
    for (const change of applyEvent(kept, event)) {
      this.#apply(cluster, partition, change, false);
    }
  }

  /** Takes over a watch event of an object that is not kept, or no longer. */
  forget(
    cluster: string,
    type: ObjectEvent<T>['type'],
    metadata: { namespace?: unknown; name: string; uid: string },
  ): void {
    const { name, uid } = metadata;
    const namespace =
      typeof metadata.namespace === 'string' ? metadata.namespace : undefined;
    const partition = this.#partitions.get(cluster);
    const kept = partition?.get({ name, namespace });
    // A late deletion of an object that was there before this one.
    const isOther = type === 'DELETED' && kept?.metadata.uid !== uid;
    if (!partition || !kept || isOther) {
      return;
    }
    this.#apply(cluster, partition, { type: 'remove', object: kept }, false);
  }

  /** Forgets the objects of a cluster: its kind was uninstalled, or the cluster left the configuration. */
  clear(cluster: string): void {
    const partition = this.#partitions.get(cluster);
    if (!partition || !this.#synced.has(cluster)) {
      return;
    }
    for (const object of partition.values()) {
      this.#apply(cluster, partition, { type: 'remove', object }, false);
    }
    this.#synced.delete(cluster);
    this.#publish({ type: 'sync', cluster });
  }

  /** Publishes a transition; the same state with the same reason is not published again. */
  setFreshness(freshness: Freshness): void {
    const { cluster } = freshness;
    const before = this.#freshness.get(cluster);
    // How long a state holds does not change with its reason; how old stale data is can.
    const kept =
      before?.state === freshness.state && freshness.state !== 'stale'
        ? { ...freshness, since: before.since }
        : freshness;
    if (jsonEquals(before, kept)) {
      return;
    }
    this.#freshness.set(cluster, kept);
    this.#publish({ type: 'freshness', cluster, freshness: kept });
    this.#wakeReadyWaiters();
  }

  #apply(
    cluster: string,
    partition: Partition<T>,
    change: Change<T>,
    quiet: boolean,
  ) {
    const kept: Change<T> =
      change.type === 'upsert'
        ? { ...change, object: partition.sharing(change.object) }
        : change;
    partition.apply(kept);
    if (!quiet) {
      this.#publish({ ...kept, cluster });
    }
  }

  #publish(event: KindEvent<T>) {
    for (const listener of [...this.#listeners]) {
      try {
        listener(event);
      } catch (error) {
        this.onListenerError(error);
      }
    }
  }

  #isReady(): boolean {
    return (
      this.#clustersKnown &&
      this.freshness().every(({ state }) => state !== 'connecting')
    );
  }

  #wakeReadyWaiters() {
    if (this.#isReady()) {
      const waiters = this.#readyWaiters;
      this.#readyWaiters = [];
      waiters.forEach(wake => wake());
    }
  }
}
