import { JsonPatchOperation, ResourceId } from '../types';

/** The object that a write is for. `namespace` is empty for cluster-scoped kinds. */
interface WriteTarget {
  resource: ResourceId;
  namespace: string;
  name: string;
}

/**
 * Creates an object. Its name is given, never generated: when the answer is
 * lost, the name says whether it was created, and a second try is a conflict.
 */
export interface CreateWrite extends WriteTarget {
  verb: 'create';
  /** The object without `apiVersion`, `kind`, name and namespace: those of the target count. */
  object: Readonly<Record<string, unknown>>;
}

/**
 * Changes an object by JSON Patch, guarded by its `test` operations.
 * `subresource: 'status'` goes to the status endpoint; on 404 there (CRD
 * without the subresource) the same body goes to the main resource.
 */
export interface PatchWrite extends WriteTarget {
  verb: 'patch';
  subresource?: 'status';
  operations: JsonPatchOperation[];
}

/**
 * Deletes the object that was seen, never just whatever has its name.
 *
 * @see https://kubernetes.io/docs/concepts/architecture/garbage-collection/#cascading-deletion
 */
export interface DeleteWrite extends WriteTarget {
  verb: 'delete';
  /** What becomes of the objects that it owns: deleted after it, before it, or kept. */
  propagationPolicy: 'Background' | 'Foreground' | 'Orphan';
  /** The API server refuses with 409 when the object is another one, or has changed. */
  preconditions: { uid: string; resourceVersion?: string };
}

/** One change that a pure planner asks for. */
export type Write = CreateWrite | PatchWrite | DeleteWrite;
