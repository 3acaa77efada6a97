import { Bound, EntityBinding } from '@slipway/plugin-clusters-common';
import { Owner } from './types';

/** Why nobody may act on an object without exactly one entity. */
function bindingRefusal(
  object: string,
  entity: Exclude<EntityBinding, { state: 'bound' }>,
): string {
  return entity.state === 'ambiguous'
    ? `Nobody may act on ${object} until one catalog entity owns it. ${
        entity.reason
      } Candidates: ${entity.candidates.join(', ')}.`
    : `Nobody may act on ${object} until a catalog entity owns it. ${entity.reason}`;
}

/**
 * Whose an object of a cluster is, in the words of a runner.
 *
 * @param object - as a sentence names it: `this rollout`, `Pod orders-1`
 */
export function ownerOfBound(object: string, bound: Bound): Owner {
  const { entity, ownerRef } = bound;
  return entity.state === 'bound'
    ? {
        by: 'entity',
        entityRef: entity.entityRef,
        ...(ownerRef === undefined ? {} : { ownerRef }),
      }
    : { by: 'nobody', reason: bindingRefusal(object, entity) };
}
