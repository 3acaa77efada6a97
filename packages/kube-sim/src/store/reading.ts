import { objectFilter } from './selectors';
import { keyOfObject, Shelf } from './Shelves';
import { expired } from './status';
import { KubeObject, ListFilter, StoreEvent } from './types';

/** The objects of a kind that a filter leaves, by namespace and name. */
export function listOf(
  shelf: Shelf,
  filter: ListFilter,
): Array<Readonly<KubeObject>> {
  const matches = objectFilter(shelf.type, filter);
  shelf.order ??= [...shelf.objects.keys()].sort();
  const found: Array<Readonly<KubeObject>> = [];
  for (const key of shelf.order) {
    const object = shelf.objects.get(key);
    if (object && matches(object)) found.push(object);
  }
  return found;
}

/**
 * The list as it was at an earlier version.
 *
 * @throws ApiError 410 when that is forgotten
 */
export function listAt(
  shelf: Shelf,
  version: number,
  filter: ListFilter,
): Array<Readonly<KubeObject>> {
  const objects = new Map(shelf.objects);
  if (!shelf.history.rewind(objects, version, keyOfObject)) {
    throw expired('The resourceVersion for the provided list is too old.');
  }
  const matches = objectFilter(shelf.type, filter);
  return [...objects]
    .sort(([one], [other]) => (one < other ? -1 : 1))
    .map(([, object]) => object)
    .filter(matches);
}

/**
 * The events of a kind after a version, oldest first.
 *
 * @throws ApiError 410 when some of them are forgotten
 */
export function eventsSince({ history }: Shelf, version: number): StoreEvent[] {
  const events = history.since(version);
  if (!events) {
    throw expired(`too old resource version: ${version} (${history.oldest})`);
  }
  return events;
}
