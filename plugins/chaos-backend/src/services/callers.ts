import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_API_CONSUMED_BY,
  RELATION_DEPENDENCY_OF,
  RELATION_PROVIDES_API,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { CallerPreview } from '@slipway/plugin-chaos-common';

const relationsOf = (entity: Entity | undefined, type: string) =>
  entity?.relations
    ?.filter(relation => relation.type === type)
    .map(({ targetRef }) => targetRef) ?? [];

/**
 * Who calls a service by what the catalog says: what depends on it, and what
 * consumes an API that it provides. Only what the reader may see.
 */
export async function catalogCallers(
  catalog: Pick<CatalogService, 'getEntityByRef' | 'getEntitiesByRefs'>,
  entityRef: string,
  credentials: BackstageCredentials,
): Promise<CallerPreview[]> {
  const entity = await catalog.getEntityByRef(entityRef, { credentials });
  const apis = relationsOf(entity, RELATION_PROVIDES_API);
  const { items } =
    apis.length > 0
      ? await catalog.getEntitiesByRefs({ entityRefs: apis }, { credentials })
      : { items: [] };
  const refs = new Set([
    ...relationsOf(entity, RELATION_DEPENDENCY_OF),
    ...items.flatMap(api => relationsOf(api, RELATION_API_CONSUMED_BY)),
  ]);
  return [...refs]
    .filter(ref => ref.startsWith('component:') && ref !== entityRef)
    .sort()
    .map(ref => ({
      entityRef: ref,
      title: ref.slice(ref.indexOf('/') + 1),
      source: 'catalog' as const,
    }));
}
