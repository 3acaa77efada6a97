import { ConflictError, NotFoundError } from '@backstage/errors';
import {
  ApiError,
  apiVersionOf,
  KubeObject,
  MemoryStore,
  NewObject,
  RealClock,
  ResourceType,
  StoreEvent,
} from '@slipway/kube-sim';
import {
  applyJsonPatch,
  JsonPatchTestError,
  ObjectRef,
  PatchWrite,
  ResourceId,
  resourceKey,
  Write,
} from '@slipway/plugin-clusters-common';
import { refusedRequestError } from '../http/errors';
import { asStatus } from '../http/kubeStatus';
import { resourcePath } from '../http/resourcePath';
import { identityOf } from '../http/writeRequest';

/** An object as tests write it: name and namespace are enough, the rest of the metadata is filled in. */
export interface FakeObject {
  metadata: {
    name: string;
    namespace?: string;
    uid?: string;
    labels?: Record<string, string>;
    [field: string]: unknown;
  };
  [field: string]: unknown;
}

type Named = { namespace?: string; name: string };

/**
 * One pretended cluster: the store of the sandbox's API server without its
 * controllers. Serves each kind that a test names. Knows nothing of caches.
 */
export class FakeCluster {
  readonly #store = new MemoryStore({
    clock: new RealClock(),
    types: [],
    collectGarbage: false,
  });

  constructor(private readonly name: string) {}

  /** Calls back synchronously for each change, in order. */
  subscribe(listener: (event: StoreEvent) => void): void {
    this.#store.subscribe(listener);
  }

  /** Keeps an object as it is, status included; `uid` and `creationTimestamp` are filled in. */
  put(kind: string, object: FakeObject): void {
    const type = this.#type(kind, object);
    const { name, namespace } = object.metadata;
    const before = this.#store.get(type, namespace, name);
    const key = [namespace, name].filter(Boolean).join('-');
    this.#store.place(type, {
      apiVersion: apiVersionOf(type),
      kind: type.kind,
      ...object,
      metadata: {
        uid: before?.metadata.uid ?? `uid-${this.name}-${kind}-${key}`,
        creationTimestamp: '2026-01-01T00:00:00Z',
        resourceVersion: '',
        generation: 1,
        ...object.metadata,
      },
    });
  }

  remove(kind: string, ref: Named): void {
    const type = this.#type(kind);
    this.#find(type, ref);
    this.#store.delete(type, ref.namespace, ref.name);
  }

  get(
    resource: ResourceId,
    ref: Pick<ObjectRef, 'namespace' | 'name'>,
  ): KubeObject {
    resourcePath(resource, ref);
    return structuredClone(
      this.#find(this.#type(resourceKey(resource), { ...resource }), ref),
    );
  }

  /** @param labelSelector - as in the API: `app=web,tier in (a,b)` */
  list(
    kind: string,
    namespace?: string,
    labelSelector?: string,
  ): Array<Readonly<KubeObject>> {
    return this.#store.list(this.#type(kind), {
      ...(namespace === undefined ? {} : { namespace }),
      ...(labelSelector ? { labelSelector } : {}),
    });
  }

  /**
   * Does what a write asks for, or with `dryRun` only tries it.
   *
   * @returns the object as it is then
   * @throws what the real client throws for the answer of the store
   */
  write(write: Write, dryRun: boolean): KubeObject {
    const { resource, namespace, name } = write;
    resourcePath(resource, { namespace, name });
    try {
      return structuredClone(this.#written(write, dryRun));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      const { code, reason, message, details } = error;
      throw refusedRequestError({
        cluster: this.name,
        verb: write.verb,
        resource,
        namespace,
        name,
        status: code,
        body: asStatus({ kind: 'Status', reason, message, details }),
      });
    }
  }

  #written(write: Write, dryRun: boolean): Readonly<KubeObject> {
    const { resource, namespace, name } = write;
    const type = this.#type(resourceKey(resource), { ...resource });
    switch (write.verb) {
      case 'create': {
        const sent: NewObject = { ...write.object, ...identityOf(write) };
        return this.#store.create(type, sent, { dryRun });
      }
      case 'patch':
        return this.#store.update(
          type,
          this.#patched(this.#find(type, write), write),
          { dryRun, ...(write.subresource ? { subresource: 'status' } : {}) },
        );
      default: {
        const { uid, resourceVersion } = write.preconditions;
        return this.#store.delete(type, namespace, name, {
          dryRun,
          propagation: write.propagationPolicy,
          uid,
          ...(resourceVersion ? { resourceVersion } : {}),
        });
      }
    }
  }

  /** The object after a patch. The API server does not say which `test` failed; the client finds out as this does. */
  #patched(before: Readonly<KubeObject>, patch: PatchWrite): KubeObject {
    try {
      return applyJsonPatch({ ...before }, patch.operations);
    } catch (error) {
      if (!(error instanceof JsonPatchTestError)) throw error;
      const { resource, namespace, name } = patch;
      throw new ConflictError(
        `${resource.kind} ${namespace}/${name} has changed since you looked: ${error.path} is not what was seen`,
      );
    }
  }

  #find(type: ResourceType, ref: Named): Readonly<KubeObject> {
    const object = this.#store.get(type, ref.namespace, ref.name);
    if (!object) {
      throw new NotFoundError(
        `No ${type.plural} ${ref.namespace}/${ref.name} in cluster ${this.name}`,
      );
    }
    return object;
  }

  /** The kind, which is served from now on. What is not known of it is taken from the first object or request. */
  #type(key: string, known: { [field: string]: unknown } = {}): ResourceType {
    const dot = key.indexOf('.');
    const plural = dot < 0 ? key : key.slice(0, dot);
    const group = dot < 0 ? '' : key.slice(dot + 1);
    const served = this.#store.typeOf(group, plural);
    if (served) return served;
    const kind = typeof known.kind === 'string' ? known.kind : plural;
    const type: ResourceType = {
      group,
      version: String(known.version ?? known.apiVersion ?? 'v1').replace(
        /^.*\//,
        '',
      ),
      plural,
      singular: kind.toLowerCase(),
      kind,
      shortNames: [],
      namespaced: true,
      subresources: ['status'],
    };
    this.#store.serve(type);
    return type;
  }
}
