import { BackstageCredentials } from '@backstage/backend-plugin-api';
import {
  Entity,
  RELATION_API_CONSUMED_BY,
  RELATION_API_PROVIDED_BY,
  RELATION_CONSUMES_API,
  RELATION_DEPENDENCY_OF,
  RELATION_DEPENDS_ON,
  RELATION_PROVIDES_API,
} from '@backstage/catalog-model';
import { assertError } from '@backstage/errors';
import { CatalogService } from '@backstage/plugin-catalog-node';
import { workloadOf } from '@slipway/plugin-metrics-common';
import { PrometheusService } from '@slipway/plugin-metrics-node';
import {
  CatalogEdge,
  EDGE_QUERIES,
  LiveEdge,
  ObservedPlace,
  serviceGraph,
  ServiceGraph,
} from '@slipway/plugin-observability-common';
import { Places } from './Places';
import { relationsOf, titleOf } from './relations';
import { TableReader } from './TableReader';

/** Callers and callees of a workload, by traffic and by the catalog. */
export class GraphService {
  constructor(
    private readonly options: {
      catalog: Pick<CatalogService, 'getEntitiesByRefs'>;
      places: Pick<Places, 'entityOf'>;
      prometheus: PrometheusService;
      now: () => number;
    },
  ) {}

  /** The graph of a workload; only entities that the reader may see are named by the catalog. */
  async read(
    entity: Entity,
    entityRef: string,
    place: ObservedPlace,
    credentials: BackstageCredentials,
  ): Promise<ServiceGraph> {
    const { places, prometheus } = this.options;
    const { cluster, namespace, workload } = place;
    const [live, catalog] = await Promise.all([
      this.#live(place),
      this.#catalog(entity, entityRef, credentials),
    ]);
    return serviceGraph({
      centre: { namespace, workload, entityRef, title: titleOf(entityRef) },
      at: new Date(this.options.now()).toISOString(),
      over: place.metrics ? prometheus.windowOf(cluster) : '',
      live,
      catalog,
      entityOf(ofNamespace, ofWorkload) {
        const ref = places.entityOf({
          cluster,
          namespace: ofNamespace,
          workload: ofWorkload,
        });
        return ref ? { entityRef: ref, title: titleOf(ref) } : undefined;
      },
    });
  }

  async #live({
    cluster,
    namespace,
    workload,
  }: ObservedPlace): Promise<LiveEdge[] | { unknown: string }> {
    try {
      const reader = new TableReader(this.options.prometheus, cluster);
      const target = { namespace, deployment: workload };
      const both = await Promise.all(
        (['caller', 'callee'] as const).map(async direction => {
          const words = `${direction}s` as const;
          const [requests, responses, failures] = await Promise.all(
            (['Requests', 'Responses', 'Failures'] as const).map(async kind =>
              byWorkload(
                await reader.series(
                  EDGE_QUERIES[`${words}${kind}`].build(target, reader.window),
                ),
                direction,
              ),
            ),
          );
          return [...requests].map(
            ([key, { namespace: of, workload: name, rate }]): LiveEdge => ({
              direction,
              namespace: of,
              workload: name,
              requestRate: rate,
              responseRate: responses.get(key)?.rate ?? 0,
              failureRate: failures.get(key)?.rate ?? 0,
            }),
          );
        }),
      );
      return both.flat();
    } catch (error) {
      assertError(error);
      return { unknown: error.message };
    }
  }

  /** What depends on the entity or consumes its APIs, and the reverse. */
  async #catalog(
    entity: Entity,
    entityRef: string,
    credentials: BackstageCredentials,
  ): Promise<CatalogEdge[]> {
    const provided = relationsOf(entity, RELATION_PROVIDES_API);
    const consumed = relationsOf(entity, RELATION_CONSUMES_API);
    const refs = [...provided, ...consumed];
    const { items } =
      refs.length > 0
        ? await this.options.catalog.getEntitiesByRefs(
            { entityRefs: refs },
            { credentials },
          )
        : { items: [] };
    const ends = (from: number, to: number, relation: string) =>
      items.slice(from, to).flatMap(api => relationsOf(api, relation));
    const callers = [
      ...relationsOf(entity, RELATION_DEPENDENCY_OF),
      ...ends(0, provided.length, RELATION_API_CONSUMED_BY),
    ];
    const callees = [
      ...relationsOf(entity, RELATION_DEPENDS_ON),
      ...ends(provided.length, refs.length, RELATION_API_PROVIDED_BY),
    ];
    const edges = (direction: CatalogEdge['direction'], all: string[]) =>
      [...new Set(all)]
        .filter(ref => ref.startsWith('component:') && ref !== entityRef)
        .sort()
        .map(ref => ({ direction, entityRef: ref, title: titleOf(ref) }));
    return [...edges('caller', callers), ...edges('callee', callees)];
  }
}

interface WorkloadRate {
  namespace: string;
  workload: string;
  rate: number;
}

/** Rates of the other end of edges; the revisions of a Rollout are one. */
function byWorkload(
  series: Awaited<ReturnType<TableReader['series']>>,
  direction: LiveEdge['direction'],
): Map<string, WorkloadRate> {
  const prefix = direction === 'caller' ? '' : 'dst_';
  const found = new Map<string, WorkloadRate>();
  for (const { labels, sample } of series) {
    const namespace = labels[`${prefix}namespace`];
    const workload = workloadOf(labels, prefix);
    if (!namespace || !workload || !Number.isFinite(sample[1])) continue;
    const key = `${namespace}/${workload}`;
    const rate = sample[1] + (found.get(key)?.rate ?? 0);
    found.set(key, { namespace, workload, rate });
  }
  return found;
}
