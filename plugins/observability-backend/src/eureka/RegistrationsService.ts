import { toError } from '@backstage/errors';
import {
  Clusters,
  GuardedHttp,
  KindCache,
} from '@slipway/plugin-clusters-node';
import {
  compareRegistrations,
  disagreements,
  EurekaInstance,
  HEALTH_GROUPS,
  HealthReading,
  NO_EUREKA_APP,
  ObservedPlace,
  readHealth,
  WorkloadRegistration,
} from '@slipway/plugin-observability-common';
import { ClusterSources, filledIn } from '../sources';
import { Places } from '../services/Places';
import { isOfWorkload, Pod, PODS, toRegistrable } from './pods';
import { RegistryReader } from './RegistryReader';

const HEALTH_DEADLINE_MS = 3_000;
const MOST_STRANGERS = 10;

/** Where a service has its health groups unless its probes say otherwise. */
const HEALTH = '/actuator/health';

/** Registrations and health of workloads: what Eureka has beside what the cluster has. */
export class RegistrationsService {
  readonly #http = new GuardedHttp();
  readonly #registries: RegistryReader;
  readonly #pods: KindCache<Pod>;
  /** By workload: since when each disagreement is known, ms since 1970. */
  readonly #seen = new Map<string, ReadonlyMap<string, number>>();

  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'watch'>;
      places: Pick<Places, 'of' | 'entityOf'>;
      sources: ReadonlyMap<string, ClusterSources>;
      now: () => number;
    },
  ) {
    this.#registries = new RegistryReader(this.#http, options.now);
    this.#pods = options.clusters.watch(PODS);
  }

  async close(): Promise<void> {
    this.#pods.release();
    await this.#http.close();
  }

  /**
   * Every workload of an entity that a Eureka server or health address is
   * configured for. A server that does not answer is said; nothing is thrown.
   *
   * @param app - name of the entity in Eureka; that of each workload when absent
   */
  read(entityRef: string, app?: string): Promise<WorkloadRegistration[]> {
    return Promise.all(
      this.options.places.of(entityRef).flatMap(place => {
        const sources = this.options.sources.get(place.cluster);
        const wanted =
          sources?.health ||
          (app !== NO_EUREKA_APP && this.#server(place) !== undefined);
        return wanted ? [this.#workload(place, app)] : [];
      }),
    );
  }

  #server({ cluster, namespace }: ObservedPlace) {
    return this.options.sources
      .get(cluster)
      ?.eureka.find(one => (one.namespace ?? namespace) === namespace);
  }

  async #workload(
    place: ObservedPlace,
    app: string | undefined,
  ): Promise<WorkloadRegistration> {
    const { cluster, namespace, workload } = place;
    const pods = this.#pods
      .list({ cluster, namespace })
      .filter(pod => !pod.over && isOfWorkload(pod, workload));
    const [eureka, health] = await Promise.all([
      app === NO_EUREKA_APP ? undefined : this.#eureka(place, pods, app),
      this.#health(place, pods),
    ]);
    return {
      cluster,
      namespace,
      workload,
      ...(eureka ? { eureka } : {}),
      ...(health ? { health } : {}),
    };
  }

  async #eureka(
    place: ObservedPlace,
    pods: readonly Pod[],
    annotated: string | undefined,
  ): Promise<WorkloadRegistration['eureka']> {
    const server = this.#server(place);
    if (!server) return undefined;
    const app = (annotated ?? place.workload).toLowerCase();
    const said = { app, strangers: [], graceSeconds: server.graceMs / 1_000 };
    let all: EurekaInstance[];
    try {
      all = await this.#registries.instances(place.cluster, server);
    } catch (error) {
      return { ...said, unknown: toError(error).message };
    }
    const unread = this.#podsUnknown(place.cluster);
    if (unread) return { ...said, unknown: unread };
    const instances = all.filter(one => one.app === app);
    const registrable = pods.map(toRegistrable);
    const now = this.options.now();
    const comparison = compareRegistrations(instances, registrable, {
      now,
      seen: this.#remember(place, instances, registrable, now),
      graceMs: server.graceMs,
    });
    return { ...said, comparison, strangers: this.#strangers(place, all) };
  }

  /** What does not agree, with the time at which it was first seen where it was looked at before. */
  #remember(
    { cluster, namespace, workload }: ObservedPlace,
    instances: readonly EurekaInstance[],
    pods: Parameters<typeof disagreements>[1],
    now: number,
  ): ReadonlyMap<string, number> {
    const key = [cluster, namespace, workload].join(' ');
    const before = this.#seen.get(key);
    const seen = new Map(
      [...disagreements(instances, pods)].map(name => [
        name,
        before ? before.get(name) ?? now : 0,
      ]),
    );
    this.#seen.set(key, seen);
    return seen;
  }

  /** Why the pods of a cluster cannot be compared with; undefined when they can. */
  #podsUnknown(cluster: string): string | undefined {
    const freshness = this.#pods
      .freshness()
      .find(one => one.cluster === cluster);
    return freshness === undefined || freshness.state === 'live'
      ? undefined
      : `The pods of cluster ${cluster} are not known now${
          freshness.reason ? `: ${freshness.reason}` : ''
        }.`;
  }

  /** Applications at the server that are no workload of an entity. */
  #strangers(
    { cluster, namespace }: ObservedPlace,
    all: readonly EurekaInstance[],
  ): string[] {
    const apps = [...new Set(all.map(({ app }) => app))].sort();
    return apps
      .filter(
        app =>
          this.options.places.entityOf({
            cluster,
            namespace,
            workload: app,
          }) === undefined,
      )
      .slice(0, MOST_STRANGERS);
  }

  async #health(
    { cluster, namespace, workload }: ObservedPlace,
    pods: readonly Pod[],
  ): Promise<HealthReading[] | undefined> {
    const source = this.options.sources.get(cluster)?.health;
    if (!source) return undefined;
    const base = pods.find(({ health }) => health)?.health ?? HEALTH;
    return Promise.all(
      HEALTH_GROUPS.map(async (group): Promise<HealthReading> => {
        try {
          const answer = await this.#http.send(
            `The health of ${workload}`,
            filledIn(source.url, namespace, workload),
            {
              path: `${base}/${group}`,
              headers: source.headers,
              deadlineMs: HEALTH_DEADLINE_MS,
            },
          );
          return readHealth(group, answer);
        } catch (error) {
          return { group, reason: `${toError(error).message}.` };
        }
      }),
    );
  }
}
