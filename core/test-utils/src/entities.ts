import { Entity, stringifyEntityRef } from '@backstage/catalog-model';
import { UNTRUSTED_LOCATION_KEY } from '@slipway/plugin-clusters-common';
import { groupRef } from './testUsers';

/** A Component with an owner, as the catalog answers it. */
export function component(
  name: string,
  owner: string,
  annotations: Record<string, string> = {
    'backstage.io/kubernetes-id': name,
  },
): Entity {
  return {
    apiVersion: 'backstage.io/v1alpha1',
    kind: 'Component',
    metadata: { name, namespace: 'default', annotations },
    spec: { owner },
    relations: [{ type: 'ownedBy', targetRef: groupRef(owner) }],
  };
}

/** Ref of the owner of an entity; undefined where nobody is one in the eyes of the policy. */
export function ownerOf(
  entities: readonly Entity[],
  entityRef: string,
): string | undefined {
  const entity = entities.find(one => stringifyEntityRef(one) === entityRef);
  return entity?.metadata.annotations?.[UNTRUSTED_LOCATION_KEY] === undefined
    ? entity?.relations?.find(({ type }) => type === 'ownedBy')?.targetRef
    : undefined;
}
