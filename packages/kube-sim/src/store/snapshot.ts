import { deepFreeze, isRecord } from './json';
import { keyOfObject, Shelves } from './Shelves';
import { Json, KubeObject } from './types';

/** Everything, for keeping over a restart. The objects are not copied: they never change. */
export function snapshotOf(shelves: Shelves, version: number): Json {
  return {
    version,
    objects: shelves
      .all()
      .flatMap(shelf => [...shelf.objects.values()] as unknown as Json[]),
  };
}

/**
 * Puts the objects of a snapshot on their shelves; those of kinds that are not
 * served are left out.
 *
 * @returns the version that the store had
 * @throws Error when it is no snapshot
 */
export function restoreTo(shelves: Shelves, snapshot: Json): number {
  if (
    !isRecord(snapshot) ||
    typeof snapshot.version !== 'number' ||
    !Array.isArray(snapshot.objects)
  ) {
    throw new Error('This is no snapshot of a store.');
  }
  const objects = snapshot.objects as unknown as KubeObject[];
  objects.forEach(object => shelves.define(object));
  for (const object of objects) {
    const type = shelves.kind(object.apiVersion, object.kind);
    if (type) {
      shelves
        .get(type)
        .objects.set(keyOfObject(object), deepFreeze(structuredClone(object)));
    }
  }
  return snapshot.version;
}
