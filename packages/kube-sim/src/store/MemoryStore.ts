import { Clock } from '../clock/types';
import { GarbageCollector } from './GarbageCollector';
import { History } from './History';
import { deepFreeze, sameJson } from './json';
import { Listeners } from './Listeners';
import { eventsSince, listAt, listOf } from './reading';
import { builtInTypes } from './resources';
import { keyOf, Shelf, Shelves } from './Shelves';
import { restoreTo, snapshotOf } from './snapshot';
import { alreadyExists, forbidden, notFound } from './status';
import {
  Json,
  KubeObject,
  ListFilter,
  NewObject,
  ObjectStore,
  ResourceType,
  StoreEvent,
  WriteOptions,
} from './types';
import { validateMeta } from './validation';
import {
  checkDeletion,
  checkUpdate,
  DeletionOptions,
  drafted,
  isFinished,
  marked,
  written,
} from './writes';

export interface MemoryStoreOptions {
  clock: Clock;
  types?: readonly ResourceType[];
  /** How many events of each kind are remembered at least. */
  history?: number;
  /** What {@link MemoryStore.snapshot} gave. */
  snapshot?: Json;
  /** False: what belongs to objects that are gone stays, as where the controllers of Kubernetes do not run. Default true. */
  collectGarbage?: boolean;
}

/** What a dry run would have made: it has no version. */
function unstored({ metadata, ...rest }: KubeObject): unknown {
  const { resourceVersion: _none, ...kept } = metadata;
  return deepFreeze({ ...rest, metadata: kept });
}

/** The objects of one cluster in memory. See {@link ObjectStore}. */
export class MemoryStore implements ObjectStore {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #shelves: Shelves;
  readonly #listeners = new Listeners();
  readonly #collector: GarbageCollector;
  /** Begins above what a client may hold to be the beginning of history. */
  #version = 100;

  constructor(options: MemoryStoreOptions) {
    const { clock, types, history, snapshot, collectGarbage = true } = options;
    this.#clock = clock;
    this.#limit = history ?? 1000;
    this.#shelves = new Shelves(() => new History(this.#limit, this.#version));
    this.#collector = new GarbageCollector(this);
    (types ?? builtInTypes()).forEach(type => this.#shelves.add(type));
    if (snapshot !== undefined) this.#restore(snapshot);
    if (!collectGarbage) return;
    this.#listeners.add(event => this.#collector.onEvent(event));
    this.#collector.sweep();
  }

  get resourceVersion(): string {
    return String(this.#version);
  }

  types(): readonly ResourceType[] {
    return this.#shelves.all().map(shelf => shelf.type);
  }

  /** Serves one more kind; a kind that is there already stays as it is. */
  serve(type: ResourceType): void {
    this.#shelves.add(type);
  }

  typeOf(group: string, plural: string): ResourceType | undefined {
    return this.#shelves.find(group, plural)?.type;
  }

  typeOfKind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.#shelves.kind(apiVersion, kind);
  }

  get<O extends KubeObject = KubeObject>(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): Readonly<O> | undefined {
    return this.#shelves.get(type).objects.get(keyOf(namespace, name)) as
      | Readonly<O>
      | undefined;
  }

  list<O extends KubeObject = KubeObject>(
    type: ResourceType,
    filter: ListFilter = {},
  ): Array<Readonly<O>> {
    return listOf(this.#shelves.get(type), filter) as Array<Readonly<O>>;
  }

  /**
   * The list as it was at an earlier version.
   *
   * @throws ApiError 410 when that is forgotten
   */
  listAt(
    type: ResourceType,
    version: number,
    filter: ListFilter = {},
  ): Array<Readonly<KubeObject>> {
    return listAt(this.#shelves.get(type), version, filter);
  }

  /**
   * The events of a kind after a version, oldest first.
   *
   * @throws ApiError 410 when some of them are forgotten
   */
  eventsSince(type: ResourceType, version: number): StoreEvent[] {
    return eventsSince(this.#shelves.get(type), version);
  }

  /** Forgets the past, as a compaction of etcd does. */
  compact(): void {
    this.#shelves.all().forEach(shelf => shelf.history.forget(0));
  }

  create<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: NewObject<O>,
    options: { dryRun?: boolean } = {},
  ): Readonly<O> {
    const shelf = this.#shelves.get(type);
    const made = drafted(type, object, this.#now());
    const { name, namespace } = made.metadata;
    if (namespace) this.#checkNamespace(type, namespace, name);
    const key = keyOf(namespace, name);
    if (shelf.objects.has(key)) throw alreadyExists(type, name);
    validateMeta(type, made);
    if (options.dryRun) return unstored(made) as Readonly<O>;
    return this.#add(shelf, key, made) as Readonly<O>;
  }

  update<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: O,
    { subresource, dryRun }: WriteOptions & { dryRun?: boolean } = {},
  ): Readonly<O> {
    const shelf = this.#shelves.get(type);
    const { name } = object.metadata;
    const namespace = type.namespaced ? object.metadata.namespace : undefined;
    const key = keyOf(namespace, name);
    const current = shelf.objects.get(key);
    if (!current) throw notFound(type, name);
    checkUpdate(type, object, current);
    const next = written(type, current, structuredClone(object), subresource);
    if (sameJson(next, current)) return current as Readonly<O>;
    validateMeta(type, next, current);
    if (dryRun) return deepFreeze(next) as Readonly<O>;
    if (!isFinished(next, current)) {
      return this.#replace(shelf, key, current, next) as Readonly<O>;
    }
    return this.#remove(shelf, key, next, current) as Readonly<O>;
  }

  /**
   * Puts an object as it is, with what no client may set (UID, times, generation,
   * status), as a restore does. Another object of that name is deleted first.
   * Only the version is the store's.
   */
  place(type: ResourceType, given: KubeObject): Readonly<KubeObject> {
    const shelf = this.#shelves.get(type);
    const next = structuredClone(given);
    const key = keyOf(next.metadata.namespace, next.metadata.name);
    const current = shelf.objects.get(key);
    if (current?.metadata.uid === next.metadata.uid) {
      return this.#replace(shelf, key, current, next);
    }
    if (current) this.#remove(shelf, key, current, current);
    return this.#add(shelf, key, next);
  }

  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: DeletionOptions = {},
  ): Readonly<KubeObject> {
    const shelf = this.#shelves.get(type);
    const key = keyOf(type.namespaced ? namespace : undefined, name);
    const current = shelf.objects.get(key);
    if (!current) throw notFound(type, name);
    checkDeletion(type, options, current);
    if (options.dryRun) return current;
    const waiting = marked(type, current, options, this.#now());
    if (!waiting) return this.#remove(shelf, key, current, current);
    if (sameJson(waiting, current)) return current;
    return this.#replace(shelf, key, current, waiting);
  }

  /** Ends the existence of a namespace whose contents are gone. */
  finishNamespace(type: ResourceType, name: string): void {
    const shelf = this.#shelves.get(type);
    const current = shelf.objects.get(name);
    if (current?.metadata.deletionTimestamp === undefined) return;
    this.#remove(shelf, name, current, current);
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    return this.#listeners.add(listener);
  }

  /** Everything, for keeping over a restart. The objects are not copied: they never change. */
  snapshot(): Json {
    return snapshotOf(this.#shelves, this.#version);
  }

  #now(): string {
    return this.#clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  /** The object with the next version. */
  #stamp(object: KubeObject): Readonly<KubeObject> {
    this.#version += 1;
    return deepFreeze({
      ...object,
      metadata: {
        ...object.metadata,
        resourceVersion: String(this.#version),
      },
    });
  }

  #checkNamespace(type: ResourceType, namespace: string, name: string): void {
    const namespaces = this.typeOf('', 'namespaces');
    if (!namespaces) return;
    const found = this.get(namespaces, undefined, namespace);
    if (!found) throw notFound(namespaces, namespace);
    if (found.metadata.deletionTimestamp !== undefined) {
      throw forbidden(
        type,
        name,
        `unable to create new content in namespace ${namespace} because it is being terminated`,
      );
    }
  }

  #add(shelf: Shelf, key: string, made: KubeObject): Readonly<KubeObject> {
    const object = this.#stamp(made);
    shelf.objects.set(key, object);
    shelf.order = undefined;
    this.#shelves.define(object);
    this.#tell(shelf, { type: 'ADDED', resource: shelf.type, object });
    return object;
  }

  #replace(
    shelf: Shelf,
    key: string,
    previous: Readonly<KubeObject>,
    next: KubeObject,
  ): Readonly<KubeObject> {
    const object = this.#stamp(next);
    shelf.objects.set(key, object);
    this.#tell(shelf, {
      type: 'MODIFIED',
      resource: shelf.type,
      object,
      previous,
    });
    return object;
  }

  #remove(
    shelf: Shelf,
    key: string,
    last: Readonly<KubeObject>,
    previous: Readonly<KubeObject>,
  ): Readonly<KubeObject> {
    const object = this.#stamp(last);
    shelf.objects.delete(key);
    shelf.order = undefined;
    this.#shelves.undefine(object);
    this.#tell(shelf, {
      type: 'DELETED',
      resource: shelf.type,
      object,
      previous,
    });
    return object;
  }

  #tell(shelf: Shelf, event: StoreEvent): void {
    shelf.history.add(event);
    this.#listeners.tell(event);
  }

  #restore(snapshot: Json): void {
    this.#version = restoreTo(this.#shelves, snapshot);
    this.#shelves.all().forEach(shelf => {
      shelf.history = new History(this.#limit, this.#version);
    });
  }
}

/** A store that serves these kinds; only those of Kubernetes when none are named. */
export function createStore(
  types: readonly ResourceType[] | undefined,
  clock: Clock,
  options: Pick<MemoryStoreOptions, 'history' | 'snapshot'> = {},
): MemoryStore {
  return new MemoryStore({ types, clock, ...options });
}
