import {
  LoggerService,
  RootLifecycleService,
} from '@backstage/backend-plugin-api';
import {
  Actor,
  ClusterInfo,
  KubeObject,
  ObjectRef,
  resolveEnvironment,
  ResolvedEnvironment,
  ResourceId,
  resourceKey,
  Write,
} from '@slipway/plugin-clusters-common';
import { ClusterRegistry } from './ClusterRegistry';
import { ClustersSettings } from './config/schema';
import { KindStore } from './cache/KindStore';
import { ClusterClient } from './http/ClusterClient';
import { ClusterWriter } from './http/ClusterWriter';
import { assertReadable } from './http/resourcePath';
import { namespaceKind, NamespaceObject } from './namespaces';
import { ClustersService, ClusterSupply } from './supply';
import { KindCache, KindDefinition } from './types';
import { KindWatch } from './watch/KindWatch';
import { WatchTimings } from './watch/timings';

export interface DefaultClustersOptions {
  settings: ClustersSettings;
  logger: LoggerService;
  lifecycle: RootLifecycleService;
  /** For tests. */
  timings?: WatchTimings;
  /** How long to wait for plugin-kubernetes; for tests. */
  supplyTimeoutMs?: number;
}

interface WatchedKind {
  definition: KindDefinition<KubeObject>;
  store: KindStore<KubeObject>;
  /** Running watches by cluster. */
  watches: Map<string, KindWatch<KubeObject>>;
}

/** The `Clusters` of a real portal. */
export class DefaultClusters implements ClustersService {
  readonly #registry: ClusterRegistry;
  readonly #client: ClusterClient;
  readonly #writer: ClusterWriter;
  readonly #kinds = new Map<string, WatchedKind>();
  readonly #namespaces: KindCache<NamespaceObject>;

  static create(options: DefaultClustersOptions): DefaultClusters {
    return new DefaultClusters(options);
  }

  private constructor(private readonly options: DefaultClustersOptions) {
    this.#registry = new ClusterRegistry({
      ...options,
      onChange: () => this.#reconcile(),
    });
    this.#client = new ClusterClient(this.#registry);
    this.#writer = new ClusterWriter({
      registry: this.#registry,
      client: this.#client,
    });
    this.#namespaces = this.watch(namespaceKind);
    options.lifecycle.addShutdownHook(() => this.#shutDown());
    this.#registry.start();
  }

  connect(supply: ClusterSupply): void {
    this.#registry.connect(supply);
  }

  async list(): Promise<ClusterInfo[]> {
    const clusters = await this.#registry.whenKnown();
    return clusters.map(({ name, title, settings }) => ({
      name,
      ...(title && { title }),
      environment: resolveEnvironment({
        cluster: settings.environment,
        labels: {},
      }),
      allowActions: settings.allowActions,
      freshness: [...this.#kinds.values()].flatMap(
        ({ store }) => store.freshnessOf(name) ?? [],
      ),
    }));
  }

  watch<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T> {
    assertReadable(definition.resource);
    const key = resourceKey(definition.resource);
    let kind = this.#kinds.get(key);
    if (!kind) {
      kind = {
        definition,
        store: new KindStore<KubeObject>(definition.resource, error =>
          this.options.logger.error(
            `A subscriber of ${key} failed`,
            error instanceof Error ? error : undefined,
          ),
        ),
        watches: new Map(),
      };
      this.#kinds.set(key, kind);
      this.#reconcileKind(kind);
    }
    // One kind has one projection, given by whoever watches it first.
    return kind.store as unknown as KindCache<T>;
  }

  environmentOf(cluster: string, namespace: string): ResolvedEnvironment {
    const settings = this.options.settings.clusters.get(cluster);
    const labels = this.#labelsKnown(cluster)
      ? this.namespaceMeta(cluster, namespace).labels
      : undefined;
    return resolveEnvironment({
      cluster: settings?.environment,
      namespace: settings?.namespaces[namespace]?.environment,
      labels,
    });
  }

  namespaceMeta(cluster: string, namespace: string) {
    const metadata = this.#namespaces.get({
      cluster,
      namespace: '',
      name: namespace,
    })?.metadata;
    return {
      labels: metadata?.labels ?? {},
      annotations: metadata?.annotations ?? {},
    };
  }

  async get<T = unknown>(
    resource: ResourceId,
    ref: ObjectRef,
    options: { signal?: AbortSignal } = {},
  ): Promise<T> {
    return (await this.#client.get(resource, ref, options.signal)) as T;
  }

  async listFresh<T = unknown>(
    resource: ResourceId,
    scope: { cluster: string; namespace: string; labelSelector?: string },
  ): Promise<T[]> {
    return (await this.#client.list(resource, scope)) as T[];
  }

  write(
    cluster: string,
    write: Write,
    actor: Actor,
    options?: { dryRun?: boolean },
  ): Promise<KubeObject | undefined> {
    return this.#writer.write(cluster, write, actor, options);
  }

  /** Namespaces have been listed, or will never be: RBAC refuses them. */
  #labelsKnown(cluster: string): boolean {
    const state = this.#namespaces
      .freshness()
      .find(freshness => freshness.cluster === cluster)?.state;
    return state === 'live' || state === 'stale' || state === 'refused';
  }

  /** Starts and stops watches so that each kind has one in each cluster. */
  #reconcile() {
    this.#kinds.forEach(kind => this.#reconcileKind(kind));
  }

  #reconcileKind(kind: WatchedKind) {
    const clusters = this.#registry.known();
    if (!clusters) {
      if (this.#registry.failed()) {
        kind.store.giveUpOnClusters();
      }
      return;
    }
    const resource = resourceKey(kind.definition.resource);
    kind.store.setClusters(
      clusters.map(({ name }) => ({
        cluster: name,
        resource,
        state: 'connecting',
        since: new Date().toISOString(),
      })),
    );
    const connections = new Set(clusters.map(({ connection }) => connection));
    for (const [name, watch] of kind.watches) {
      if (!connections.has(watch.connection)) {
        watch.stop();
        kind.watches.delete(name);
      }
    }
    for (const { name, connection, settings } of clusters) {
      if (!kind.watches.has(name)) {
        const watch = new KindWatch({
          connection,
          definition: kind.definition,
          store: kind.store,
          logger: this.options.logger,
          timings: this.options.timings,
          watchNamespaces:
            resource === resourceKey(namespaceKind.resource)
              ? undefined
              : settings.watchNamespaces,
        });
        kind.watches.set(name, watch);
        watch
          .run()
          .catch(error =>
            this.options.logger.error(`Watch of ${resource} ended`, error),
          );
      }
    }
  }

  async #shutDown() {
    for (const { watches } of this.#kinds.values()) {
      watches.forEach(watch => watch.stop());
    }
    await this.#registry.stop();
  }
}
