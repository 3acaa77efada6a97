import { NotFoundError } from '@backstage/errors';
import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  diffTemplates,
  RevisionDiff,
  revisionOf,
} from '@slipway/plugin-rollouts-common';
import { maskValue } from './maskValue';
import { RolloutsService } from './RolloutsService';

/**
 * What changed between two revisions of a rollout, values masked.
 *
 * @throws NotFoundError when the rollout or a revision is not there
 */
export function revisionDiff(
  rollouts: RolloutsService,
  ref: ObjectRef,
  from: number,
  to: number,
): RevisionDiff {
  const family = rollouts.family(ref);
  const side = (revision: number) => {
    const replicaSet = family?.replicaSets.find(
      ({ metadata }) => revisionOf(metadata.annotations) === revision,
    );
    if (!replicaSet) {
      throw new NotFoundError(
        `${ref.namespace}/${ref.name} has no revision ${revision} in cluster ${ref.cluster}.`,
      );
    }
    return { revision, template: replicaSet.spec.template };
  };
  return diffTemplates(side(from), side(to), maskValue);
}
