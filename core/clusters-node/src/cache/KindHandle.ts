import {
  KubeObject,
  ObjectRef,
  ResourceId,
} from '@slipway/plugin-clusters-common';
import { KindCache, KindEvent } from '../types';
import { KindStore } from './KindStore';

/** One use of a store by one plugin: reads it, and ends by itself, with its subscriptions. */
export class KindHandle<T extends KubeObject> implements KindCache<T> {
  readonly #ends = new Set<() => void>();
  #released = false;

  /** @param onRelease - called once */
  constructor(
    private readonly store: KindStore<T>,
    private readonly onRelease: () => void,
  ) {}

  get resource(): ResourceId {
    return this.store.resource;
  }

  list(filter?: { cluster?: string; namespace?: string }): T[] {
    return this.store.list(filter);
  }

  get(ref: ObjectRef): T | undefined {
    return this.store.get(ref);
  }

  getByUid(cluster: string, uid: string): T | undefined {
    return this.store.getByUid(cluster, uid);
  }

  listByOwner(cluster: string, ownerUid: string): T[] {
    return this.store.listByOwner(cluster, ownerUid);
  }

  listByLabel(cluster: string, label: string, value: string): T[] {
    return this.store.listByLabel(cluster, label, value);
  }

  clusterOf(object: T): string {
    return this.store.clusterOf(object);
  }

  freshness() {
    return this.store.freshness();
  }

  subscribe(listener: (event: KindEvent<T>) => void): () => void {
    const unsubscribe = this.store.subscribe(listener);
    const end = () => {
      this.#ends.delete(end);
      unsubscribe();
    };
    this.#ends.add(end);
    return end;
  }

  ready(): Promise<void> {
    return this.store.ready();
  }

  release(): void {
    if (this.#released) return;
    this.#released = true;
    this.#ends.forEach(end => end());
    this.onRelease();
  }
}
