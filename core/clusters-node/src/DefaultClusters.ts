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
import { ClusterRegistry, requireActions } from './ClusterRegistry';
import { ClustersSettings } from './config/schema';
import { ClusterClient } from './http/ClusterClient';
import { ClusterWriter } from './http/ClusterWriter';
import { PodLogReader } from './http/PodLogReader';
import { assertReadable } from './http/resourcePath';
import { ServiceProxy } from './http/ServiceProxy';
import { namespaceKind, NamespaceObject } from './namespaces';
import { ClustersService, ClusterSupply } from './supply';
import {
  KindCache,
  KindDefinition,
  LogReader,
  PodLog,
  PodLogQuery,
  ServiceAnswer,
  ServiceRequest,
} from './types';
import { WatchTimings } from './watch/timings';
import { WatchedKind } from './watch/WatchedKind';

export interface DefaultClustersOptions {
  settings: ClustersSettings;
  logger: LoggerService;
  lifecycle: RootLifecycleService;
  /** For tests. */
  timings?: WatchTimings;
  /** How long to wait for plugin-kubernetes; for tests. */
  supplyTimeoutMs?: number;
}

/** The `Clusters` of a real portal. */
export class DefaultClusters implements ClustersService {
  readonly #registry: ClusterRegistry;
  readonly #client: ClusterClient;
  readonly #writer: ClusterWriter;
  readonly #logs: PodLogReader;
  readonly #services: ServiceProxy;
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
    this.#logs = new PodLogReader(this.#registry);
    this.#services = new ServiceProxy(this.#registry);
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
        kind => kind.freshnessOf(name) ?? [],
      ),
    }));
  }

  watch<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T> {
    const { resource } = definition;
    assertReadable(resource);
    // Versions of a kind are different objects.
    const key = `${resourceKey(resource)}/${resource.version}`;
    let kind = this.#kinds.get(key);
    if (!kind) {
      kind = new WatchedKind({
        resource,
        logger: this.options.logger,
        timings: this.options.timings,
        byNamespace:
          resourceKey(resource) !== resourceKey(namespaceKind.resource),
        clusters: () => this.#registry.known(),
        clustersFailed: () => this.#registry.failed(),
        onReleased: () => this.#kinds.delete(key),
      });
      this.#kinds.set(key, kind);
    }
    return kind.hold(definition);
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

  async requireActions(cluster: string): Promise<void> {
    requireActions(await this.#registry.find(cluster));
  }

  write(
    cluster: string,
    write: Write,
    actor: Actor,
    options?: { dryRun?: boolean },
  ): Promise<KubeObject | undefined> {
    return this.#writer.write(cluster, write, actor, options);
  }

  podLogs(
    pod: ObjectRef,
    query: PodLogQuery,
    reader: LogReader,
  ): Promise<PodLog> {
    return this.#logs.read(pod, query, reader);
  }

  requestService(
    service: ObjectRef,
    request: ServiceRequest,
  ): Promise<ServiceAnswer> {
    return this.#services.request(service, request);
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
    this.#kinds.forEach(kind => kind.reconcile());
  }

  async #shutDown() {
    this.#kinds.forEach(kind => kind.stop());
    await this.#registry.stop();
  }
}
