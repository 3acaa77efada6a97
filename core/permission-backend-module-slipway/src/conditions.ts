import { parseEntityRef } from '@backstage/catalog-model';
import {
  PermissionCondition,
  PermissionCriteria,
} from '@backstage/plugin-permission-common';
import { UNTRUSTED_LOCATION_KEY } from '@slipway/plugin-clusters-common';
import { catalogConditions } from './alpha';

/** What the catalog is asked about an entity. */
type EntityCriteria = PermissionCriteria<PermissionCondition<'catalog-entity'>>;

/**
 * Holds for exactly one entity: kind, namespace and name together are its
 * reference. The catalog fills these two search keys from the entity's own
 * fields and refuses entities with further keys of the same spelling, so no
 * other field can pass for them.
 */
function isEntity(entityRef: string): EntityCriteria {
  const { kind, namespace, name } = parseEntityRef(entityRef);
  return {
    allOf: [
      catalogConditions.isEntityKind({ kinds: [kind] }),
      catalogConditions.hasMetadata({ key: 'namespace', value: namespace }),
      catalogConditions.hasMetadata({ key: 'name', value: name }),
    ],
  };
}

/**
 * Entities that one of these users or groups owns, and these entities besides. Owning one whose location is not trusted
 * gives nothing: whoever registers it writes down its owner.
 */
export function ownedOrGranted(
  claims: string[],
  granted: readonly string[],
): EntityCriteria {
  const owned: EntityCriteria = {
    allOf: [
      catalogConditions.isEntityOwner({ claims }),
      {
        not: catalogConditions.hasAnnotation({
          annotation: UNTRUSTED_LOCATION_KEY,
        }),
      },
    ],
  };
  return granted.length === 0
    ? owned
    : { anyOf: [owned, ...granted.map(isEntity)] };
}
