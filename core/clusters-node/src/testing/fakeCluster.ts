import { ConflictError, InputError, NotFoundError } from '@backstage/errors';
import {
  applyJsonPatch,
  JsonPatchTestError,
  jsonEquals,
  ObjectRef,
  PatchWrite,
  ResourceId,
  resourceKey,
  Write,
} from '@slipway/plugin-clusters-common';
import { objectKey } from '../cache/changes';
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

  /**
   * Does what a write asks for, or with `dryRun` only tries it.
   *
   * @returns the object as it is then, and the watch event of it
   */
  write(
    write: Write,
    dryRun: boolean,
  ): { type: 'ADDED' | 'MODIFIED' | 'DELETED'; raw: Raw } {
    const kind = resourceKey(write.resource);
    switch (write.verb) {
      case 'create': {
        if (this.#kind(kind).has(objectKey(write))) {
          throw new ConflictError(`${subject(write)} already exists`);
        }
        const object = { ...write.object, ...identityOf(write) };
        return {
          type: 'ADDED',
          raw: dryRun ? object : this.put(kind, object).raw,
        };
      }
      case 'patch': {
        const before = this.#find(kind, write);
        const object = patched(before, write);
        return {
          type: 'MODIFIED',
          raw: dryRun ? object : this.put(kind, object).raw,
        };
      }
      default: {
        const { metadata } = this.#find(kind, write);
        const { uid, resourceVersion } = write.preconditions;
        if (
          metadata.uid !== uid ||
          (resourceVersion && metadata.resourceVersion !== resourceVersion)
        ) {
          throw new ConflictError(
            `${subject(write)} has changed since you looked`,
          );
        }
        return {
          type: 'DELETED',
          raw: dryRun ? this.#find(kind, write) : this.remove(kind, write),
        };
      }
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

function subject({ resource, namespace, name }: Write): string {
  return `${resource.kind} ${namespace}/${name}`;
}

/** The object after a patch, `generation` included. */
function patched(before: Raw, patch: PatchWrite): Raw {
  try {
    const after = applyJsonPatch(before, patch.operations);
    const generation = Number(before.metadata.generation ?? 1);
    const specChanged = !jsonEquals(before.spec, after.spec);
    return {
      ...after,
      metadata: {
        ...after.metadata,
        generation: generation + (specChanged ? 1 : 0),
      },
    };
  } catch (error) {
    if (error instanceof JsonPatchTestError) {
      throw new ConflictError(
        `${subject(patch)} has changed since you looked: ${
          error.path
        } is not what was seen`,
      );
    }
    throw error;
  }
}

function resourceIsSecret(kind: string): boolean {
  return kind === 'secrets';
}
