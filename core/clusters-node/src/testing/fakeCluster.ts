import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  applyJsonPatch,
  JsonPatchTestError,
  jsonEquals,
  ObjectRef,
  PlannedPatch,
  ResourceId,
  resourceKey,
} from '@slipway/plugin-clusters-common';
import { objectKey } from '../cache/changes';

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

type Raw = Record<string, unknown> & { metadata: FakeObject['metadata'] };

/** The objects of one pretended API server. Knows nothing of caches. */
export class FakeCluster {
  readonly #objects = new Map<string, Map<string, Raw>>();
  #version = 0;

  constructor(private readonly name: string) {}

  /** Keeps an object, filling in `uid`, `creationTimestamp` and a new `resourceVersion`. */
  put(kind: string, object: FakeObject): { raw: Raw; created: boolean } {
    const objects = this.#kind(kind);
    const key = objectKey(object.metadata);
    const before = objects.get(key);
    this.#version += 1;
    const raw: Raw = {
      ...structuredClone(object),
      metadata: {
        uid:
          before?.metadata.uid ??
          `uid-${this.name}-${kind}-${key.replace('/', '-')}`,
        creationTimestamp: '2026-01-01T00:00:00Z',
        ...structuredClone(object.metadata),
        resourceVersion: `v${this.#version}`,
      },
    };
    objects.set(key, raw);
    return { raw, created: before?.metadata.uid !== raw.metadata.uid };
  }

  remove(kind: string, ref: { namespace?: string; name: string }): Raw {
    const raw = this.#find(kind, ref);
    this.#kind(kind).delete(objectKey(ref));
    return raw;
  }

  get(resource: ResourceId, ref: Pick<ObjectRef, 'namespace' | 'name'>): Raw {
    return structuredClone(this.#find(resourceKey(resource), ref));
  }

  list(kind: string, namespace?: string): Raw[] {
    return [...this.#kind(kind).values()]
      .filter(
        raw => namespace === undefined || raw.metadata.namespace === namespace,
      )
      .map(raw => structuredClone(raw));
  }

  /** Applies a planned patch as the API server does, `generation` included. */
  patch(patch: PlannedPatch): Raw {
    const kind = resourceKey(patch.resource);
    const before = this.#find(kind, patch);
    const after = this.#applied(before, patch);
    const generation = Number(before.metadata.generation ?? 1);
    const specChanged = !jsonEquals(before.spec, after.spec);
    return this.put(kind, {
      ...after,
      metadata: {
        ...after.metadata,
        generation: generation + (specChanged ? 1 : 0),
      },
    }).raw;
  }

  /** Tries a planned patch. Changes nothing. */
  check(patch: PlannedPatch): void {
    this.#applied(this.#find(resourceKey(patch.resource), patch), patch);
  }

  #applied(before: Raw, patch: PlannedPatch): Raw {
    try {
      return applyJsonPatch(before, patch.operations);
    } catch (error) {
      if (error instanceof JsonPatchTestError) {
        throw new ConflictError(
          `${patch.resource.kind} ${patch.namespace}/${patch.name} has moved on: ${error.path} is not what was seen`,
        );
      }
      throw error;
    }
  }

  #find(kind: string, ref: { namespace?: string; name: string }): Raw {
    const raw = this.#kind(kind).get(objectKey(ref));
    if (!raw) {
      throw new NotFoundError(
        `No ${kind} ${ref.namespace}/${ref.name} in cluster ${this.name}`,
      );
    }
    return raw;
  }

  #kind(kind: string): Map<string, Raw> {
    if (resourceIsSecret(kind)) {
      throw new InputError('Secrets are never read');
    }
    const objects = this.#objects.get(kind) ?? new Map<string, Raw>();
    this.#objects.set(kind, objects);
    return objects;
  }
}

function resourceIsSecret(kind: string): boolean {
  return kind === 'secrets';
}
