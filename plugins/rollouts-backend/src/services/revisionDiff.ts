import { ObjectRef } from '@slipway/plugin-clusters-common';
import {
  diffTemplates,
  REPLICA_SETS,
  RevisionDiff,
  revisionOf,
} from '@slipway/plugin-rollouts-common';
import { maskValuesOf } from './maskValuesOf';
import { missingError } from './missing';
import { RolloutsService } from './RolloutsService';

/**
 * What changed between two revisions of a rollout, values masked.
 *
 * @throws NotFoundError when the rollout or a revision is not there
 * @throws ServiceUnavailableError while nobody knows whether it is
 */
export async function revisionDiff(
  rollouts: RolloutsService,
  ref: ObjectRef,
  from: number,
  to: number,
): Promise<RevisionDiff> {
  const family = await rollouts.requireFamily(ref);
  const side = (revision: number) => {
    const replicaSet = family.replicaSets.find(
      ({ metadata }) => revisionOf(metadata.annotations) === revision,
    );
    if (!replicaSet) {
      throw missingError(
        `Revision ${revision} of ${ref.namespace}/${ref.name}`,
        ref.cluster,
        rollouts.source(ref.cluster, REPLICA_SETS),
      );
    }
    return { revision, template: replicaSet.spec.template };
  };
  return diffTemplates(side(from), side(to), maskValuesOf(ref));
}
