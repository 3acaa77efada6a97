import { randomUUID } from 'node:crypto';
import { Clock } from '../clock/types';
import { withDefaults } from './defaults';
import { GarbageCollector } from './GarbageCollector';
import { History } from './History';
import { deepFreeze, isRecord, JsonRecord, sameJson } from './json';
import {
  cleanMeta,
  generatedName,
  nextGeneration,
  typeKey,
  updatedMeta,
} from './meta';
import {
  apiVersionOf,
  defaultTypes,
  hasGeneration,
  typesOfDefinition,
} from './resources';
import { objectFilter } from './selectors';
import {
  alreadyExists,
  conflict,
  expired,
  forbidden,
  invalid,
  notFound,
} from './status';
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

export interface MemoryStoreOptions {
  clock: Clock;
  types?: readonly ResourceType[];
  /** How many events of each kind are remembered at least. */
  history?: number;
  /** What {@link MemoryStore.snapshot} gave. */
  snapshot?: Json;
}

interface Shelf {
  type: ResourceType;
  objects: Map<string, Readonly<KubeObject>>;
  /** Keys in the order of lists; made anew when one is added or removed. */
  order?: string[];
  history: History;
}

const keyOf = (namespace: string | undefined, name: string) =>
  namespace ? `${namespace}/${name}` : name;
const keyOfObject = ({ metadata }: Readonly<KubeObject>) =>
  keyOf(metadata.namespace, metadata.name);

/** The objects of one cluster in memory. See {@link ObjectStore}. */
export class MemoryStore implements ObjectStore {
  readonly #clock: Clock;
  readonly #limit: number;
  readonly #shelves = new Map<string, Shelf>();
  readonly #kinds = new Map<string, ResourceType>();
  readonly #listeners = new Set<(event: StoreEvent) => void>();
  readonly #collector: GarbageCollector;
  readonly #untold: StoreEvent[] = [];
  #telling = false;
  /** Begins above what a client may hold to be the beginning of history. */
  #version = 100;

  constructor({ clock, types, history, snapshot }: MemoryStoreOptions) {
    this.#clock = clock;
    this.#limit = history ?? 1000;
    this.#collector = new GarbageCollector(this);
    (types ?? defaultTypes()).forEach(type => this.addType(type));
    if (snapshot !== undefined) this.#restore(snapshot);
    this.#listeners.add(event => this.#collector.onEvent(event));
    this.#collector.sweep();
  }

  get resourceVersion(): string {
    return String(this.#version);
  }

  types(): readonly ResourceType[] {
    return [...this.#shelves.values()].map(shelf => shelf.type);
  }

  /** Serves one more kind; a kind that is there already stays as it is. */
  addType(type: ResourceType): void {
    const key = typeKey(type);
    if (this.#shelves.has(key)) return;
    this.#shelves.set(key, {
      type,
      objects: new Map(),
      history: new History(this.#limit, this.#version),
    });
    this.#kinds.set(`${apiVersionOf(type)}/${type.kind}`, type);
  }

  /** Stops serving a kind and forgets its objects. */
  removeType(type: ResourceType): void {
    this.#shelves.delete(typeKey(type));
    this.#kinds.delete(`${apiVersionOf(type)}/${type.kind}`);
  }

  typeOf(group: string, plural: string): ResourceType | undefined {
    return this.#shelves.get(typeKey({ group, plural }))?.type;
  }

  typeOfKind(apiVersion: string, kind: string): ResourceType | undefined {
    return this.#kinds.get(`${apiVersion}/${kind}`);
  }

  get<O extends KubeObject = KubeObject>(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
  ): Readonly<O> | undefined {
    return this.#shelf(type).objects.get(keyOf(namespace, name)) as
      | Readonly<O>
      | undefined;
  }

  list<O extends KubeObject = KubeObject>(
    type: ResourceType,
    filter: ListFilter = {},
  ): Array<Readonly<O>> {
    const shelf = this.#shelf(type);
    const matches = objectFilter(type, filter);
    shelf.order ??= [...shelf.objects.keys()].sort();
    const found: Array<Readonly<O>> = [];
    for (const key of shelf.order) {
      const object = shelf.objects.get(key);
      if (object && matches(object)) found.push(object as Readonly<O>);
    }
    return found;
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
    const shelf = this.#shelf(type);
    const objects = new Map(shelf.objects);
    if (!shelf.history.rewind(objects, version, keyOfObject)) {
      throw expired(
        `The resourceVersion for the provided list is too old. Oldest is ${shelf.history.oldest}.`,
      );
    }
    const matches = objectFilter(type, filter);
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
  eventsSince(type: ResourceType, version: number): StoreEvent[] {
    const { history } = this.#shelf(type);
    const events = history.since(version);
    if (!events) {
      throw expired(`too old resource version: ${version} (${history.oldest})`);
    }
    return events;
  }

  /** Forgets the past, as a compaction of etcd does. */
  compact(): void {
    this.#shelves.forEach(shelf => shelf.history.forget(0));
  }

  create<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: NewObject<O>,
    options: { dryRun?: boolean } = {},
  ): Readonly<O> {
    const shelf = this.#shelf(type);
    const draft = structuredClone(object) as unknown as KubeObject;
    const name = draft.metadata.name || generatedName(draft.metadata);
    const namespace = type.namespaced ? draft.metadata.namespace : undefined;
    if (type.namespaced && !namespace) {
      throw invalid(type, name, [
        {
          field: 'metadata.namespace',
          reason: 'FieldValueRequired',
          message: 'Required value',
        },
      ]);
    }
    if (namespace) this.#checkNamespace(type, namespace, name);
    const key = keyOf(namespace, name);
    if (shelf.objects.has(key)) throw alreadyExists(type, name);
    const metadata = cleanMeta(draft.metadata, {
      name,
      ...(namespace ? { namespace } : {}),
      uid: randomUUID(),
      resourceVersion: '',
      ...(hasGeneration(type) ? { generation: 1 } : {}),
      creationTimestamp: this.#now(),
    });
    const made = withDefaults(type, {
      ...draft,
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      metadata,
    });
    validateMeta(type, made);
    if (options.dryRun) return deepFreeze(made) as Readonly<O>;
    const stored = this.#stamp(made);
    shelf.objects.set(key, stored);
    shelf.order = undefined;
    if (type.plural === 'customresourcedefinitions') {
      typesOfDefinition(stored).forEach(added => this.addType(added));
    }
    this.#tell(shelf, { type: 'ADDED', resource: shelf.type, object: stored });
    return stored as Readonly<O>;
  }

  update<O extends KubeObject = KubeObject>(
    type: ResourceType,
    object: O,
    { subresource, dryRun }: WriteOptions & { dryRun?: boolean } = {},
  ): Readonly<O> {
    const shelf = this.#shelf(type);
    const { name } = object.metadata;
    const namespace = type.namespaced ? object.metadata.namespace : undefined;
    const key = keyOf(namespace, name);
    const current = shelf.objects.get(key);
    if (!current) throw notFound(type, name);
    const { uid, resourceVersion } = object.metadata;
    if (uid && uid !== current.metadata.uid) {
      throw conflict(
        type,
        name,
        `Precondition failed: UID in precondition: ${uid}, UID in object meta: ${current.metadata.uid}`,
      );
    }
    if (
      resourceVersion &&
      resourceVersion !== current.metadata.resourceVersion
    ) {
      throw conflict(
        type,
        name,
        'the object has been modified; please apply your changes to the latest version and try again',
      );
    }
    const next = this.#merged(
      type,
      current,
      structuredClone(object),
      subresource,
    );
    if (sameJson(next, current)) return current as Readonly<O>;
    validateMeta(type, next, current);
    if (dryRun) return deepFreeze(next) as Readonly<O>;
    const done =
      next.metadata.deletionTimestamp !== undefined &&
      !next.metadata.finalizers?.length &&
      !!current.metadata.finalizers?.length &&
      !next.metadata.deletionGracePeriodSeconds;
    const stored = this.#stamp(next);
    if (done) {
      this.#remove(shelf, key, stored, current);
    } else {
      shelf.objects.set(key, stored);
      this.#tell(shelf, {
        type: 'MODIFIED',
        resource: shelf.type,
        object: stored,
        previous: current,
      });
    }
    return stored as Readonly<O>;
  }

  delete(
    type: ResourceType,
    namespace: string | undefined,
    name: string,
    options: {
      uid?: string;
      resourceVersion?: string;
      propagation?: 'Background' | 'Foreground' | 'Orphan';
      gracePeriodSeconds?: number;
      dryRun?: boolean;
    } = {},
  ): Readonly<KubeObject> {
    const shelf = this.#shelf(type);
    const key = keyOf(type.namespaced ? namespace : undefined, name);
    const current = shelf.objects.get(key);
    if (!current) throw notFound(type, name);
    for (const [what, wanted, found] of [
      ['UID', options.uid, current.metadata.uid],
      [
        'ResourceVersion',
        options.resourceVersion,
        current.metadata.resourceVersion,
      ],
    ]) {
      if (wanted && wanted !== found) {
        throw conflict(
          type,
          name,
          `the ${what} in the precondition (${wanted}) does not match the ${what} in record (${found}). The object might have been deleted and then recreated`,
        );
      }
    }
    const { propagation, gracePeriodSeconds = 0 } = options;
    const finalizers = [
      ...(current.metadata.finalizers ?? []),
      ...(type.plural === 'namespaces' && type.group === ''
        ? ['kubernetes']
        : []),
      ...(propagation === 'Foreground' ? ['foregroundDeletion'] : []),
      ...(propagation === 'Orphan' ? ['orphan'] : []),
    ];
    if (options.dryRun) return current;
    if (finalizers.length === 0 && gracePeriodSeconds <= 0) {
      const { version } = this.#step();
      const stored = deepFreeze({
        ...current,
        metadata: { ...current.metadata, resourceVersion: version },
      });
      this.#remove(shelf, key, stored, current);
      return stored;
    }
    return this.#mark(shelf, key, current, finalizers, gracePeriodSeconds);
  }

  /** Ends the existence of a namespace whose contents are gone. */
  finishNamespace(type: ResourceType, name: string): void {
    const shelf = this.#shelf(type);
    const current = shelf.objects.get(name);
    if (current?.metadata.deletionTimestamp === undefined) return;
    const { version } = this.#step();
    this.#remove(
      shelf,
      name,
      deepFreeze({
        ...current,
        metadata: { ...current.metadata, resourceVersion: version },
      }),
      current,
    );
  }

  subscribe(listener: (event: StoreEvent) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Everything, for keeping over a restart. The objects are not copied: they never change. */
  snapshot(): Json {
    return {
      version: this.#version,
      objects: [...this.#shelves.values()].flatMap(
        shelf => [...shelf.objects.values()] as unknown as Json[],
      ),
    };
  }

  #shelf(type: ResourceType): Shelf {
    const shelf = this.#shelves.get(typeKey(type));
    if (!shelf) throw new Error(`The store does not serve ${typeKey(type)}.`);
    return shelf;
  }

  #now(): string {
    return this.#clock
      .now()
      .toISOString()
      .replace(/\.\d+Z$/, 'Z');
  }

  #step(): { version: string } {
    this.#version += 1;
    return { version: String(this.#version) };
  }

  #stamp(object: KubeObject): Readonly<KubeObject> {
    const { version } = this.#step();
    return deepFreeze({
      ...object,
      metadata: { ...object.metadata, resourceVersion: version },
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

  /** The object as it is after a write to its main resource or its status. */
  #merged(
    type: ResourceType,
    current: Readonly<KubeObject>,
    sent: KubeObject,
    subresource: 'status' | undefined,
  ): KubeObject {
    if (subresource === 'status') {
      const { status: _old, ...rest } = current;
      return {
        ...rest,
        ...(sent.status === undefined ? {} : { status: sent.status }),
      };
    }
    const { status: sentStatus, ...rest } = sent;
    const status = type.subresources.includes('status')
      ? current.status
      : sentStatus;
    const next: KubeObject = {
      ...rest,
      apiVersion: current.apiVersion,
      kind: current.kind,
      metadata: updatedMeta(sent.metadata, current.metadata),
      ...(status === undefined ? {} : { status }),
    };
    return hasGeneration(type) ? nextGeneration(type, next, current) : next;
  }

  #mark(
    shelf: Shelf,
    key: string,
    current: Readonly<KubeObject>,
    finalizers: string[],
    gracePeriodSeconds: number,
  ): Readonly<KubeObject> {
    const namespace = shelf.type.plural === 'namespaces';
    const kept = [...new Set(finalizers)].filter(
      finalizer => !(namespace && finalizer === 'kubernetes'),
    );
    const next: KubeObject = {
      ...current,
      metadata: {
        ...current.metadata,
        deletionTimestamp: current.metadata.deletionTimestamp ?? this.#now(),
        deletionGracePeriodSeconds:
          current.metadata.deletionGracePeriodSeconds ?? gracePeriodSeconds,
        ...(kept.length ? { finalizers: kept } : {}),
        ...(hasGeneration(shelf.type) && !current.metadata.deletionTimestamp
          ? { generation: current.metadata.generation + 1 }
          : {}),
      },
    };
    if (namespace) {
      const status: JsonRecord = isRecord(next.status) ? next.status : {};
      next.status = { ...status, phase: 'Terminating' };
    }
    if (sameJson(next, current)) return current;
    const stored = this.#stamp(next);
    shelf.objects.set(key, stored);
    this.#tell(shelf, {
      type: 'MODIFIED',
      resource: shelf.type,
      object: stored,
      previous: current,
    });
    return stored;
  }

  #remove(
    shelf: Shelf,
    key: string,
    object: Readonly<KubeObject>,
    previous: Readonly<KubeObject>,
  ): void {
    shelf.objects.delete(key);
    shelf.order = undefined;
    if (shelf.type.plural === 'customresourcedefinitions') {
      typesOfDefinition(object).forEach(gone => this.removeType(gone));
    }
    this.#tell(shelf, {
      type: 'DELETED',
      resource: shelf.type,
      object,
      previous,
    });
  }

  /** Tells an event to all listeners; what a listener writes is told after it, so that all see one order. */
  #tell(shelf: Shelf, event: StoreEvent): void {
    shelf.history.add(event);
    this.#untold.push(event);
    if (this.#telling) return;
    this.#telling = true;
    const failures: unknown[] = [];
    try {
      for (let next = this.#untold.shift(); next; next = this.#untold.shift()) {
        for (const listener of [...this.#listeners]) {
          try {
            listener(next);
          } catch (error) {
            failures.push(error);
          }
        }
      }
    } finally {
      this.#telling = false;
    }
    if (failures.length > 0) throw failures[0];
  }

  #restore(snapshot: Json): void {
    if (
      !isRecord(snapshot) ||
      typeof snapshot.version !== 'number' ||
      !Array.isArray(snapshot.objects)
    ) {
      throw new Error('This is no snapshot of a store.');
    }
    const objects = snapshot.objects as unknown as KubeObject[];
    for (const object of objects) {
      if (object.kind === 'CustomResourceDefinition') {
        typesOfDefinition(object).forEach(type => this.addType(type));
      }
    }
    for (const object of objects) {
      const type = this.typeOfKind(object.apiVersion, object.kind);
      if (type) {
        this.#shelf(type).objects.set(
          keyOfObject(object),
          deepFreeze(structuredClone(object)),
        );
      }
    }
    this.#version = snapshot.version;
    this.#shelves.forEach(shelf => {
      shelf.history = new History(this.#limit, this.#version);
    });
  }
}

/** A store that serves these kinds; the default ones when none are named. */
export function createStore(
  types: readonly ResourceType[] | undefined,
  clock: Clock,
  options: Pick<MemoryStoreOptions, 'history' | 'snapshot'> = {},
): MemoryStore {
  return new MemoryStore({ types, clock, ...options });
}
