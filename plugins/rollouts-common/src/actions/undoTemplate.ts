import { InputError } from '@backstage/errors';
import { Json, metadata, object } from '@slipway/plugin-clusters-common/read';
import { ownedBy, revisionOf } from '../derive/summary';
import { PodTemplate, Rollout } from '../raw/types';
import { cleanTemplate, isDerivative, TemplateHolder } from './templates';
import { set } from './operations';

/** A ReplicaSet as far as undo reads it. */
interface Candidate {
  raw: Json;
  name: string;
  revision: number;
}

/**
 * The ReplicaSet to go back to: owned by the Rollout's UID, with that number
 * in its revision annotation. 0 asks for the second highest.
 *
 * @throws InputError when there is no such revision
 * @see pkg/kubectl-argo-rollouts/cmd/undo/undo.go `rolloutRevision`
 */
export function findRevision(
  rollout: Rollout,
  replicaSets: readonly Json[],
  toRevision: number,
): Candidate {
  const candidates = ownedBy(
    rollout.metadata.uid,
    replicaSets.map(raw => ({ raw, metadata: metadata(raw) })),
  )
    .map(({ raw, metadata: meta }) => ({
      raw,
      name: meta.name,
      revision: revisionOf(meta.annotations),
    }))
    .sort((a, b) => b.revision - a.revision);
  const found =
    toRevision === 0
      ? candidates[1]
      : candidates.find(candidate => candidate.revision === toRevision);
  if (!found) {
    const known = candidates.map(candidate => candidate.revision).join(', ');
    throw new InputError(
      toRevision === 0
        ? `${rollout.metadata.name} has no earlier revision to go back to.`
        : `${
            rollout.metadata.name
          } has no revision ${toRevision} any more; there are ${
            known || 'none'
          }.`,
    );
  }
  return found;
}

/**
 * Replaces the template by that of a revision.
 *
 * @throws InputError when the revision is missing or nothing would change
 * @see pkg/kubectl-argo-rollouts/cmd/undo/undo.go `RunUndoRollout`, `equalIgnoreHash`
 */
export function undoOperations(
  rollout: Rollout,
  holder: TemplateHolder,
  replicaSets: readonly Json[],
  toRevision: number,
) {
  const target = findRevision(rollout, replicaSets, toRevision);
  const next = cleanTemplate(object(object(target.raw.spec).template));
  if (isDerivative(cleanTemplate(holder.template), next)) {
    throw new InputError(
      `Nothing would change: the current template is that of revision ${target.revision} already.`,
    );
  }
  return {
    revision: target.revision,
    next: next as PodTemplate,
    operations: [set(holder.path, next)],
  };
}
