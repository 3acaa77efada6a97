import {
  createServiceFactory,
  LoggerService,
  ServiceFactory,
} from '@backstage/backend-plugin-api';
import { NotFoundError } from '@backstage/errors';
import {
  Actor,
  ClusterInfo,
  Environment,
  Freshness,
  KubeObject,
  ObjectRef,
  resolveEnvironment,
  ResolvedEnvironment,
  ResourceId,
  resourceKey,
  Write,
} from '@slipway/plugin-clusters-common';
import { Projection } from '../cache/Projection';
import { Projections } from '../cache/Projections';
import { trimMetadata } from '../cache/trim';
import { requireActions } from '../ClusterRegistry';
import { clustersServiceRef } from '../clustersServiceRef';
import { PODS, requirePermission } from '../http/PodLogReader';
import { writtenObject } from '../http/writeRequest';
import { ClustersService, ClusterSupply } from '../supply';
import {
  KindCache,
  KindDefinition,
  LogReader,
  PodLog,
  PodLogQuery,
  ServiceAnswer,
  ServiceRequest,
} from '../types';
import { FakeCluster, FakeObject } from './fakeCluster';

/** One pretended cluster. */
export interface FakeClusterOptions {
  name: string;
  title?: string;
  environment?: Environment;
  /** Default true. */
  allowActions?: boolean;
  namespaces?: Record<
    string,
    {
      environment?: Environment;
      labels?: Record<string, string>;
      annotations?: Record<string, string>;
    }
  >;
}

export interface FakeClustersOptions {
  /** Default: one cluster `gke-prod` without a declared environment (so: production). */
  clusters?: FakeClusterOptions[];
  /** Objects by cluster and kind: `{ 'gke-prod': { 'rollouts.argoproj.io': [rollout] } }`. */
  objects?: Record<string, Record<string, FakeObject[]>>;
}

/** A write that was asked for, and what became of it. */
export interface RecordedWrite {
  cluster: string;
  write: Write;
  actor: Actor;
  outcome: 'applied' | Error;
}

type Verb = 'get' | 'list' | 'write' | 'dryRun';

/** What a portal logs and survives, a test should fail by. */
const fail = (message: string, cause?: unknown): never => {
  throw cause ?? new Error(message);
};
const THROWING_LOGGER: LoggerService = {
  error: fail,
  warn: fail,
  info() {},
  debug() {},
  child: () => THROWING_LOGGER,
};

/**
 * An in-memory `Clusters` for tests: real caches over the store of the sandbox's
 * API server.
 * Changes are reported synchronously. Writes are applied, with `test` operations
 * and preconditions, and recorded.
 */
export class FakeClusters implements ClustersService {
  /** Every write asked for, oldest first; dry runs are not recorded. */
  readonly writes: RecordedWrite[] = [];
  /** Register this in `startTestBackend`. */
  readonly factory: ServiceFactory = createServiceFactory({
    service: clustersServiceRef,
    deps: {},
    factory: () => this,
  });

  readonly #options = new Map<string, FakeClusterOptions>();
  readonly #servers = new Map<string, FakeCluster>();
  readonly #watched = new Map<string, Projections>();
  readonly #freshness = new Map<string, Freshness>();
  readonly #failures: Array<{ verb: Verb; error: Error; skip: number }> = [];

  constructor(options: FakeClustersOptions = {}) {
    for (const cluster of options.clusters ?? [{ name: 'gke-prod' }]) {
      this.#options.set(cluster.name, cluster);
      this.#servers.set(cluster.name, this.#started(cluster.name));
    }
    for (const [cluster, kinds] of Object.entries(options.objects ?? {})) {
      for (const [kind, objects] of Object.entries(kinds)) {
        objects.forEach(object => this.#server(cluster).put(kind, object));
      }
    }
  }

  /** Creates or replaces an object, as if the API server had sent ADDED or MODIFIED. */
  emit(
    cluster: string,
    resource: Pick<ResourceId, 'group' | 'plural'>,
    object: FakeObject,
  ): void {
    this.#server(cluster).put(resourceKey(resource), object);
  }

  /** Deletes an object, as if the API server had sent DELETED. */
  remove(
    cluster: string,
    resource: Pick<ResourceId, 'group' | 'plural'>,
    ref: { namespace?: string; name: string },
  ): void {
    this.#server(cluster).remove(resourceKey(resource), ref);
  }

  /** Makes a cluster stale, refused, … for every kind, or for one (`rollouts.argoproj.io`). */
  setFreshness(
    cluster: string,
    state: Pick<Freshness, 'state' | 'reason'> & { since?: string },
    kind?: string,
  ): void {
    const freshness = { since: new Date().toISOString(), cluster, ...state };
    this.#server(cluster);
    const kinds = kind ? [kind] : [...this.#watched.keys()];
    if (!kind) {
      this.#freshness.set(cluster, freshness);
    }
    for (const resource of kinds) {
      for (const { store } of this.#watched.get(resource) ?? []) {
        store.setFreshness({ ...freshness, resource });
      }
    }
  }

  /** Makes the next call of that verb throw, or one after `skip` calls that succeed. Several calls queue up. */
  failNext(verb: Verb, error: Error, options: { skip?: number } = {}): void {
    this.#failures.push({ verb, error, skip: options.skip ?? 0 });
  }

  /** Does nothing: the clusters are those of the options. */
  connect(_supply: ClusterSupply): void {}

  async list(): Promise<ClusterInfo[]> {
    return [...this.#options.values()].map(({ name, title, ...cluster }) => ({
      name,
      ...(title && { title }),
      environment: resolveEnvironment({
        cluster: cluster.environment,
        labels: {},
      }),
      allowActions: cluster.allowActions ?? true,
      freshness: [...this.#watched.values()].flatMap(([oldest]) =>
        [oldest].flatMap(one => one?.store.freshnessOf(name) ?? []),
      ),
    }));
  }

  watch<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T> {
    const { resource } = definition;
    const kind = resourceKey(resource);
    let watched = this.#watched.get(kind);
    if (!watched) {
      watched = new Projections({
        logger: THROWING_LOGGER,
        onAdded: projection => this.#fill(kind, projection),
        onRemoved: () => {},
      });
      this.#watched.set(kind, watched);
    }
    return watched.hold(definition);
  }

  #fill(kind: string, projection: Projection<KubeObject>) {
    const { store } = projection;
    store.setClusters(
      [...this.#options.keys()].map(cluster => ({
        state: 'live',
        since: new Date().toISOString(),
        ...this.#freshness.get(cluster),
        cluster,
        resource: kind,
      })),
    );
    for (const [cluster, server] of this.#servers) {
      store.replace(
        cluster,
        server
          .list(kind)
          .flatMap(
            object =>
              projection.project(cluster, trimMetadata({ ...object })) ?? [],
          ),
      );
    }
  }

  environmentOf(cluster: string, namespace: string): ResolvedEnvironment {
    const options = this.#options.get(cluster);
    return resolveEnvironment({
      cluster: options?.environment,
      namespace: options?.namespaces?.[namespace]?.environment,
      labels: options?.namespaces?.[namespace]?.labels ?? {},
    });
  }

  namespaceMeta(cluster: string, namespace: string) {
    const meta = this.#options.get(cluster)?.namespaces?.[namespace];
    return { labels: meta?.labels ?? {}, annotations: meta?.annotations ?? {} };
  }

  async get<T = unknown>(resource: ResourceId, ref: ObjectRef): Promise<T> {
    this.#failIfTold('get');
    return this.#server(ref.cluster).get(resource, ref) as T;
  }

  async listFresh<T = unknown>(
    resource: ResourceId,
    scope: { cluster: string; namespace: string; labelSelector?: string },
  ): Promise<T[]> {
    this.#failIfTold('list');
    const { cluster, namespace, labelSelector } = scope;
    return structuredClone(
      this.#server(cluster).list(
        resourceKey(resource),
        namespace,
        labelSelector,
      ),
    ) as T[];
  }

  async requireActions(cluster: string): Promise<void> {
    this.#requireActions(cluster);
  }

  #requireActions(cluster: string) {
    this.#server(cluster);
    requireActions({
      name: cluster,
      settings: {
        allowActions: this.#options.get(cluster)?.allowActions ?? true,
      },
      allowActionsKey: `slipway.clusters.${cluster}.allowActions`,
    });
  }

  async write(
    cluster: string,
    write: Write,
    actor: Actor,
    options: { dryRun?: boolean } = {},
  ): Promise<KubeObject | undefined> {
    const { dryRun = false } = options;
    const record = (outcome: RecordedWrite['outcome']) => {
      if (!dryRun) this.writes.push({ cluster, write, actor, outcome });
    };
    try {
      this.#failIfTold(dryRun ? 'dryRun' : 'write');
      const server = this.#server(cluster);
      this.#requireActions(cluster);
      const written = server.write(write, dryRun);
      record('applied');
      return writtenObject(written);
    } catch (error) {
      record(error as Error);
      throw error;
    }
  }

  /** Asks for the permission as the real one does; logs are empty. */
  async podLogs(
    pod: ObjectRef,
    _query: PodLogQuery,
    reader: LogReader,
  ): Promise<PodLog> {
    await requirePermission(reader);
    this.#server(pod.cluster).get(PODS, pod);
    return { text: '', truncated: false };
  }

  /** What services answer; as long as it is not set, each answers 404 as an API server does that has no such service. */
  answerService: (
    service: ObjectRef,
    request: ServiceRequest,
  ) => Promise<ServiceAnswer> = async () => ({ status: 404, text: '' });

  async requestService(
    service: ObjectRef,
    request: ServiceRequest,
  ): Promise<ServiceAnswer> {
    this.#failIfTold('get');
    return this.answerService(service, request);
  }

  #server(cluster: string): FakeCluster {
    const server = this.#servers.get(cluster);
    if (!server) {
      throw new NotFoundError(`No cluster ${cluster}`);
    }
    return server;
  }

  /** A pretended API server whose changes reach the caches at once. */
  #started(cluster: string): FakeCluster {
    const server = new FakeCluster(cluster);
    server.subscribe(({ type, resource, object }) => {
      for (const projection of this.#watched.get(resourceKey(resource)) ?? []) {
        projection.apply(cluster, type, trimMetadata({ ...object }));
      }
    });
    return server;
  }

  #failIfTold(verb: Verb) {
    const index = this.#failures.findIndex(failure => failure.verb === verb);
    if (index < 0) return;
    if (this.#failures[index].skip > 0) {
      this.#failures[index].skip -= 1;
      return;
    }
    throw this.#failures.splice(index, 1)[0].error;
  }
}

/** An in-memory `Clusters` for tests. */
export function fakeClusters(options?: FakeClustersOptions): FakeClusters {
  return new FakeClusters(options);
}
