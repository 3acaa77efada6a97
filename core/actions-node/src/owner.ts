import { parseEntityRef } from '@backstage/catalog-model';
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

/** `group:default/team-orders` → `team-orders`; refs outside the default namespace keep it. */
function nameOf(entityRef: string) {
  const { namespace, name } = parseEntityRef(entityRef);
  return namespace === 'default' ? name : `${namespace}/${name}`;
}

/** `Only owners (team-orders) and the platform group`: who may do what is asked on an entity. The policy decides; this only says in words what it is. */
export function onlyOwners({
  ownerRef,
}: Pick<Owner & { by: 'entity' }, 'ownerRef'>): string {
  const owners = ownerRef ? `owners (${nameOf(ownerRef)})` : 'its owners';
  return `Only ${owners} and the platform group`;
}
