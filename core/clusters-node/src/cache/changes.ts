import { KubeObject } from '@slipway/plugin-clusters-common';

/** What happened to one object of a cache. */
export type Change<T extends KubeObject> =
  | { type: 'upsert'; object: T; previous?: T }
  | { type: 'remove'; object: T };

/** A watch event that carries an object. */
export interface ObjectEvent<T extends KubeObject> {
  type: 'ADDED' | 'MODIFIED' | 'DELETED';
  object: T;
}

/** Key of an object within one cluster: `namespace/name`, `/name` for cluster-scoped ones. */
export function objectKey(metadata: {
  namespace?: string;
  name: string;
}): string {
  return `${metadata.namespace ?? ''}/${metadata.name}`;
}

/**
 * What a watch event changes, given the object that is kept under its name.
 *
 * A repeated event (same UID, same resourceVersion) changes nothing. When the
 * name is kept with another UID, the old object went away unseen: it is removed
 * first, so that a new object never inherits the past of an old one.
 */
export function applyEvent<T extends KubeObject>(
  kept: T | undefined,
  event: ObjectEvent<T>,
): Change<T>[] {
  const sameObject = kept?.metadata.uid === event.object.metadata.uid;
  if (event.type === 'DELETED') {
    return sameObject ? [{ type: 'remove', object: event.object }] : [];
  }
  if (!kept) {
    return [{ type: 'upsert', object: event.object }];
  }
  if (!sameObject) {
    return [
      { type: 'remove', object: kept },
      { type: 'upsert', object: event.object },
    ];
  }
  return kept.metadata.resourceVersion === event.object.metadata.resourceVersion
    ? []
    : [{ type: 'upsert', object: event.object, previous: kept }];
}

/** What a fresh list changes against what is kept: removals first, then upserts in the list's order. */
export function applyList<T extends KubeObject>(
  kept: Iterable<T>,
  listed: readonly T[],
): Change<T>[] {
  const keptByKey = new Map<string, T>();
  for (const object of kept) {
    keptByKey.set(objectKey(object.metadata), object);
  }
  const listedUids = new Set(listed.map(object => object.metadata.uid));
  const removals: Change<T>[] = [...keptByKey.values()]
    .filter(object => !listedUids.has(object.metadata.uid))
    .map(object => ({ type: 'remove', object }));
  const upserts = listed.flatMap(object => {
    const before = keptByKey.get(objectKey(object.metadata));
    return applyEvent(
      before?.metadata.uid === object.metadata.uid ? before : undefined,
      { type: 'ADDED', object },
    );
  });
  return [...removals, ...upserts];
}
