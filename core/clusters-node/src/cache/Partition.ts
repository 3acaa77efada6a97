import {
  controllerOf,
  KUBERNETES_ID_KEY,
  KubeObject,
} from '@slipway/plugin-clusters-common';
import { Change, objectKey } from './changes';
import { sharingWith } from './sharing';

/** Labels that have an index of their own; others are found by looking at each object. */
export const INDEXED_LABELS: readonly string[] = [
  KUBERNETES_ID_KEY,
  'app.kubernetes.io/name',
];

/** The objects of one kind in one cluster, with their indexes. */
export class Partition<T extends KubeObject> {
  readonly #byKey = new Map<string, T>();
  readonly #byUid = new Map<string, T>();
  readonly #byOwner = new Map<string, Set<T>>();
  readonly #byLabel = new Map<string, Set<T>>();
  /** Indexed last: of an object without siblings, the likest that is at hand. */
  #last?: T;

  values(namespace?: string): T[] {
    const all = [...this.#byKey.values()];
    return namespace === undefined
      ? all
      : all.filter(object => object.metadata.namespace === namespace);
  }

  get(metadata: { namespace?: string; name: string }): T | undefined {
    return this.#byKey.get(objectKey(metadata));
  }

  getByUid(uid: string): T | undefined {
    return this.#byUid.get(uid);
  }

  listByOwner(ownerUid: string): T[] {
    return [...(this.#byOwner.get(ownerUid) ?? [])];
  }

  listByLabel(label: string, value: string): T[] {
    return INDEXED_LABELS.includes(label)
      ? [...(this.#byLabel.get(labelKey(label, value)) ?? [])]
      : this.values().filter(
          object => object.metadata.labels?.[label] === value,
        );
  }

  /** The object as it is to be kept: what it has in common with its like is not kept again. */
  sharing(object: T): T {
    const owner = controllerOf(object);
    const [sibling] = (owner && this.#byOwner.get(owner.uid)) ?? [];
    const like = sibling ?? this.#byUid.get(object.metadata.uid) ?? this.#last;
    return like ? sharingWith(object, like) : object;
  }

  apply(change: Change<T>): void {
    const key = objectKey(change.object.metadata);
    const before = this.#byKey.get(key);
    if (before) {
      this.#unindex(key, before);
    }
    if (change.type === 'upsert') {
      this.#index(key, change.object);
    }
  }

  #index(key: string, object: T) {
    this.#byKey.set(key, object);
    this.#byUid.set(object.metadata.uid, object);
    this.#last = object;
    const owner = controllerOf(object);
    if (owner) {
      addTo(this.#byOwner, owner.uid, object);
    }
    for (const indexKey of labelKeys(object)) {
      addTo(this.#byLabel, indexKey, object);
    }
  }

  #unindex(key: string, object: T) {
    this.#byKey.delete(key);
    this.#byUid.delete(object.metadata.uid);
    const owner = controllerOf(object);
    if (owner) {
      removeFrom(this.#byOwner, owner.uid, object);
    }
    for (const indexKey of labelKeys(object)) {
      removeFrom(this.#byLabel, indexKey, object);
    }
  }
}

function labelKey(label: string, value: string): string {
  return `${label}=${value}`;
}

function labelKeys(object: KubeObject): string[] {
  return INDEXED_LABELS.flatMap(label => {
    const value = object.metadata.labels?.[label];
    return value === undefined ? [] : [labelKey(label, value)];
  });
}

function addTo<T>(index: Map<string, Set<T>>, key: string, object: T) {
  const entry = index.get(key);
  if (entry) {
    entry.add(object);
  } else {
    index.set(key, new Set([object]));
  }
}

function removeFrom<T>(index: Map<string, Set<T>>, key: string, object: T) {
  const entry = index.get(key);
  entry?.delete(object);
  if (entry?.size === 0) {
    index.delete(key);
  }
}
