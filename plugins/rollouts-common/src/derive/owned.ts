import { REVISION_ANNOTATION } from '../raw/resources';
import { ReplicaSet } from '../raw/types';
import { podTemplateHash } from './weights';

/**
 * Objects that the owner's UID controls. Ownership is by UID, never by name.
 *
 * @see pkg/kubectl-argo-rollouts/info/info.go `ownerRef`
 */
export function ownedBy<
  T extends { metadata: { ownerReferences?: Array<{ uid: string }> } },
>(ownerUid: string, objects: readonly T[]): T[] {
  return objects.filter(candidate =>
    candidate.metadata.ownerReferences?.some(owner => owner.uid === ownerUid),
  );
}

/**
 * Number in the revision annotation; 0 without one.
 *
 * @see pkg/kubectl-argo-rollouts/info/info.go `parseRevision`
 */
export function revisionOf(annotations?: Record<string, string>): number {
  const text = annotations?.[REVISION_ANNOTATION];
  return text !== undefined && /^\d+$/.test(text) ? Number(text) : 0;
}

/** The ReplicaSet with this pod template hash, if it is known. */
export const byHash = (owned: readonly ReplicaSet[], hash?: string) =>
  hash
    ? owned.find(replicaSet => podTemplateHash(replicaSet) === hash)
    : undefined;

/** Revision number of the ReplicaSet with this pod template hash, if it is known. */
export const revisionOfHash = (owned: readonly ReplicaSet[], hash?: string) =>
  revisionOf(byHash(owned, hash)?.metadata.annotations) || undefined;
