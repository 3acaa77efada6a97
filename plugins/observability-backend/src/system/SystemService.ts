import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_CONSUMES_API,
  RELATION_DEPENDS_ON,
  RELATION_HAS_PART,
  RELATION_PROVIDES_API,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { CatalogService } from '@backstage/plugin-catalog-node';
import {
  ObservedPlace,
  sortPlaces,
  SystemPlace,
  SystemView,
} from '@slipway/plugin-observability-common';
import { relationsOf, titleOf } from '../services/relations';
import { Places } from '../services/Places';

const refOf = (entity: Entity) =>
  stringifyEntityRef(entity).toLocaleLowerCase('en-US');

/** The services of a system, where they run, and how the catalog relates them. */
export class SystemService {
  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
      places: Pick<Places, 'of' | 'missing'>;
    },
  ) {}

  /** Of the components of the system those that the reader may see. */
  async read(
    system: Entity,
    credentials: BackstageCredentials,
  ): Promise<SystemView> {
    const { catalog, places } = this.options;
    const parts = [...new Set(relationsOf(system, RELATION_HAS_PART))]
      .filter(ref => ref.startsWith('component:'))
      .sort();
    const { items } =
      parts.length > 0
        ? await catalog.getEntitiesByRefs(
            {
              entityRefs: parts,
              fields: [
                'kind',
                'metadata.name',
                'metadata.namespace',
                'relations',
              ],
            },
            { credentials },
          )
        : { items: [] };
    const components = items.flatMap(entity => (entity ? [entity] : []));
    const found = components.map(entity => {
      const entityRef = refOf(entity);
      return { entityRef, workloads: places.of(entityRef) };
    });
    return {
      services: found.map(({ entityRef, workloads }) => ({
        entityRef,
        title: titleOf(entityRef),
        workloads: workloads.map(({ cluster, namespace, workload }) => ({
          cluster,
          namespace,
          workload,
        })),
      })),
      places: placesOf(found.flatMap(({ workloads }) => workloads)),
      relations: relationsAmong(components),
      missing: places.missing(),
    };
  }
}

function placesOf(workloads: readonly ObservedPlace[]): SystemPlace[] {
  const found = new Map<string, SystemPlace>();
  for (const { cluster, namespace, environment, metrics } of workloads) {
    const place = { cluster, namespace, environment, metrics };
    found.set(`${cluster}/${namespace}`, place);
  }
  return sortPlaces([...found.values()]);
}

/** Who depends on whom, or consumes an API that the other provides. */
function relationsAmong(
  components: readonly Entity[],
): SystemView['relations'] {
  const refs = new Set(components.map(refOf));
  const providers = new Map<string, string[]>();
  for (const entity of components) {
    for (const api of relationsOf(entity, RELATION_PROVIDES_API)) {
      providers.set(api, [...(providers.get(api) ?? []), refOf(entity)]);
    }
  }
  return components.flatMap(entity => {
    const from = refOf(entity);
    const callees = [
      ...relationsOf(entity, RELATION_DEPENDS_ON),
      ...relationsOf(entity, RELATION_CONSUMES_API).flatMap(
        api => providers.get(api) ?? [],
      ),
    ];
    return [...new Set(callees)]
      .filter(to => to !== from && refs.has(to))
      .map(to => ({ from, to }));
  });
}
