import { KubeObject, ObjectStore, ResourceType, StoreEvent } from './types';

interface Place {
  type: ResourceType;
  namespace: string | undefined;
  name: string;
}

/** What the collector does to a store. */
export interface CollectedStore extends ObjectStore {
  /** Ends the existence of a namespace whose contents are gone. */
  finishNamespace(type: ResourceType, name: string): void;
}

/**
 * Deletes what belongs to objects that are gone, as the garbage collector and
 * the namespace controller of Kubernetes do: by UID, never by name, and after
 * the write that caused it has been answered.
 */
export class GarbageCollector {
  readonly #places = new Map<string, Place>();
  readonly #dependents = new Map<string, Set<string>>();
  readonly #queue = new Set<() => void>();
  #scheduled = false;

  constructor(private readonly store: CollectedStore) {}

  /** Learns every object that is there, and looks for orphans. */
  sweep(): void {
    for (const type of this.store.types()) {
      for (const object of this.store.list(type)) this.#learn(type, object);
    }
    for (const type of this.store.types()) {
      for (const object of this.store.list(type)) {
        if (object.metadata.ownerReferences) {
          this.#later(() => this.#collect(object.metadata.uid));
        }
        if (object.metadata.deletionTimestamp) this.#onMarked(type, object);
      }
    }
  }

  onEvent({ type, resource, object, previous }: StoreEvent): void {
    const { uid, namespace } = object.metadata;
    if (type === 'DELETED') {
      const owners = object.metadata.ownerReferences ?? [];
      this.#forget(object);
      if (this.#dependents.has(uid)) this.#later(() => this.#collectOf(uid));
      for (const owner of owners) {
        if (this.#places.has(owner.uid)) {
          this.#later(() => this.#finishForeground(owner.uid));
        }
      }
      if (namespace) this.#later(() => this.#finishNamespace(namespace));
      return;
    }
    if (previous) this.#forget(previous);
    this.#learn(resource, object);
    const owners = object.metadata.ownerReferences;
    if (owners?.some(owner => !this.#places.has(owner.uid))) {
      this.#later(() => this.#collect(uid));
    }
    if (
      object.metadata.deletionTimestamp !== undefined &&
      previous?.metadata.deletionTimestamp === undefined
    ) {
      this.#onMarked(resource, object);
    }
  }

  #onMarked(type: ResourceType, object: Readonly<KubeObject>): void {
    const { uid, name, finalizers } = object.metadata;
    if (type.group === '' && type.plural === 'namespaces') {
      this.#later(() => this.#emptyNamespace(name));
    }
    if (finalizers?.includes('foregroundDeletion')) {
      this.#later(() => this.#deleteDependents(uid));
    }
    if (finalizers?.includes('orphan')) {
      this.#later(() => this.#orphan(uid));
    }
  }

  #learn(type: ResourceType, object: Readonly<KubeObject>): void {
    const { uid, namespace, name, ownerReferences } = object.metadata;
    this.#places.set(uid, { type, namespace, name });
    for (const owner of ownerReferences ?? []) {
      const set = this.#dependents.get(owner.uid) ?? new Set();
      set.add(uid);
      this.#dependents.set(owner.uid, set);
    }
  }

  #forget({ metadata }: Readonly<KubeObject>): void {
    this.#places.delete(metadata.uid);
    for (const owner of metadata.ownerReferences ?? []) {
      const set = this.#dependents.get(owner.uid);
      set?.delete(metadata.uid);
      if (set?.size === 0) this.#dependents.delete(owner.uid);
    }
  }

  #later(work: () => void): void {
    this.#queue.add(work);
    if (this.#scheduled) return;
    this.#scheduled = true;
    queueMicrotask(() => {
      this.#scheduled = false;
      const works = [...this.#queue];
      this.#queue.clear();
      works.forEach(one => one());
    });
  }

  #find(
    uid: string,
  ): { type: ResourceType; object: Readonly<KubeObject> } | undefined {
    const place = this.#places.get(uid);
    const object =
      place && this.store.get(place.type, place.namespace, place.name);
    return place && object && object.metadata.uid === uid
      ? { type: place.type, object }
      : undefined;
  }

  #collectOf(ownerUid: string): void {
    [...(this.#dependents.get(ownerUid) ?? [])].forEach(uid =>
      this.#collect(uid),
    );
  }

  /** Deletes an object none of whose owners exists; where one does, only the dangling references go. */
  #collect(uid: string): void {
    const found = this.#find(uid);
    const owners = found?.object.metadata.ownerReferences ?? [];
    if (!found || owners.length === 0) return;
    const { type, object } = found;
    const solid = owners.filter(owner => this.#ownerExists(owner.uid, object));
    if (solid.length === owners.length) return;
    if (solid.length > 0) {
      this.store.update(type, {
        ...object,
        metadata: { ...object.metadata, ownerReferences: solid },
      });
    } else if (object.metadata.deletionTimestamp === undefined) {
      this.#delete(type, object, 'Background');
    }
  }

  /** An owner in another namespace counts as absent. */
  #ownerExists(uid: string, dependent: Readonly<KubeObject>): boolean {
    const place = this.#places.get(uid);
    return (
      place !== undefined &&
      (place.namespace === undefined ||
        place.namespace === dependent.metadata.namespace)
    );
  }

  #delete(
    type: ResourceType,
    { metadata }: Readonly<KubeObject>,
    propagation?: 'Background' | 'Foreground',
  ): void {
    this.store.delete(type, metadata.namespace, metadata.name, {
      uid: metadata.uid,
      propagation,
    });
  }

  #deleteDependents(uid: string): void {
    for (const dependent of [...(this.#dependents.get(uid) ?? [])]) {
      const found = this.#find(dependent);
      if (found && found.object.metadata.deletionTimestamp === undefined) {
        const blocks = found.object.metadata.ownerReferences?.some(
          owner => owner.uid === uid && owner.blockOwnerDeletion,
        );
        this.#delete(
          found.type,
          found.object,
          blocks ? 'Foreground' : 'Background',
        );
      }
    }
    this.#finishForeground(uid);
  }

  #finishForeground(uid: string): void {
    const found = this.#find(uid);
    const waits =
      found?.object.metadata.finalizers?.includes('foregroundDeletion');
    if (!found || !waits) return;
    const blocked = [...(this.#dependents.get(uid) ?? [])].some(dependent =>
      this.#find(dependent)?.object.metadata.ownerReferences?.some(
        owner => owner.uid === uid && owner.blockOwnerDeletion,
      ),
    );
    if (!blocked) this.#unfinalize(uid, 'foregroundDeletion');
  }

  #orphan(uid: string): void {
    for (const dependent of [...(this.#dependents.get(uid) ?? [])]) {
      const found = this.#find(dependent);
      if (found) {
        const { type, object } = found;
        this.store.update(type, {
          ...object,
          metadata: {
            ...object.metadata,
            ownerReferences: object.metadata.ownerReferences?.filter(
              owner => owner.uid !== uid,
            ),
          },
        });
      }
    }
    this.#unfinalize(uid, 'orphan');
  }

  #unfinalize(uid: string, finalizer: string): void {
    const found = this.#find(uid);
    if (!found) return;
    const { type, object } = found;
    this.store.update(type, {
      ...object,
      metadata: {
        ...object.metadata,
        finalizers: object.metadata.finalizers?.filter(
          other => other !== finalizer,
        ),
      },
    });
  }

  #emptyNamespace(namespace: string): void {
    for (const type of this.store.types()) {
      if (!type.namespaced) continue;
      for (const object of this.store.list(type, { namespace })) {
        if (object.metadata.deletionTimestamp === undefined) {
          this.#delete(type, object, 'Background');
        }
      }
    }
    this.#finishNamespace(namespace);
  }

  #finishNamespace(namespace: string): void {
    const type = this.store.typeOf('', 'namespaces');
    const object = type && this.store.get(type, undefined, namespace);
    if (!type || object?.metadata.deletionTimestamp === undefined) return;
    if (object.metadata.finalizers?.length) return;
    const left = this.store
      .types()
      .some(
        other =>
          other.namespaced && this.store.list(other, { namespace }).length > 0,
      );
    if (!left) this.store.finishNamespace(type, namespace);
  }
}
