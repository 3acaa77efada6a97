import { LoggerService } from '@backstage/backend-plugin-api';
import {
  Freshness,
  KubeObject,
  ResourceId,
  resourceKey,
} from '@slipway/plugin-clusters-common';
import { Projection } from '../cache/Projection';
import { Projections } from '../cache/Projections';
import { KnownCluster } from '../ClusterRegistry';
import { KindCache, KindDefinition } from '../types';
import { KindWatch } from './KindWatch';
import { WatchTimings } from './timings';

export interface WatchedKindOptions {
  resource: ResourceId;
  logger: LoggerService;
  timings?: WatchTimings;
  /** Where a cluster-wide watch is forbidden, namespaces are watched one by one. False for kinds without namespaces. */
  byNamespace: boolean;
  /** Which clusters there are; `undefined` while nobody knows. */
  clusters(): readonly KnownCluster[] | undefined;
  /** It is known that nobody will say which clusters there are. */
  clustersFailed(): boolean;
  /** Nobody watches the kind any more; its watches have ended. */
  onReleased(): void;
}

/** One kind: a raw watch in each cluster, and a store for each projection that somebody holds. */
export class WatchedKind {
  readonly #projections: Projections;
  readonly #watches = new Map<string, KindWatch>();

  constructor(private readonly options: WatchedKindOptions) {
    this.#projections = new Projections({
      logger: options.logger,
      onAdded: projection => this.#add(projection),
      onRemoved: projection => this.#remove(projection),
    });
  }

  /** Starts, or joins, a projection. See `Clusters.watch`. */
  hold<T extends KubeObject>(definition: KindDefinition<T>): KindCache<T> {
    return this.#projections.hold(definition);
  }

  /** Of the projection that is there the longest: a new one is behind until it has its list. */
  freshnessOf(cluster: string): Freshness | undefined {
    const [oldest] = this.#projections;
    return oldest?.store.freshnessOf(cluster);
  }

  /** Starts and stops watches so that there is one in each cluster. */
  reconcile(): void {
    for (const projection of this.#projections) this.#nameClusters(projection);
    const clusters = this.options.clusters();
    if (!clusters) return;
    const connections = new Set(clusters.map(({ connection }) => connection));
    for (const [name, watch] of this.#watches) {
      if (!connections.has(watch.connection)) {
        watch.stop();
        this.#watches.delete(name);
      }
    }
    for (const cluster of clusters) {
      if (!this.#watches.has(cluster.name)) this.#start(cluster);
    }
  }

  stop(): void {
    this.#watches.forEach(watch => watch.stop());
    this.#watches.clear();
  }

  #add(projection: Projection<KubeObject>) {
    this.#nameClusters(projection);
    this.#watches.forEach(watch => watch.add(projection));
    this.reconcile();
  }

  #remove(projection: Projection<KubeObject>) {
    this.#watches.forEach(watch => watch.remove(projection));
    if (this.#projections.size === 0) {
      this.stop();
      this.options.onReleased();
    }
  }

  #nameClusters({ store }: Projection<KubeObject>) {
    const clusters = this.options.clusters();
    if (clusters) {
      store.setClusters(
        clusters.map(({ name }) => ({
          cluster: name,
          resource: resourceKey(this.options.resource),
          state: 'connecting',
          since: new Date().toISOString(),
        })),
      );
    } else if (this.options.clustersFailed()) {
      store.giveUpOnClusters();
    }
  }

  #start({ name, connection, settings }: KnownCluster) {
    const { resource, logger, timings, byNamespace } = this.options;
    const watch = new KindWatch({
      connection,
      resource,
      projections: [...this.#projections],
      logger,
      timings,
      watchNamespaces: byNamespace ? settings.watchNamespaces : undefined,
    });
    this.#watches.set(name, watch);
    watch
      .run()
      .catch(error =>
        logger.error(`Watch of ${resourceKey(resource)} ended`, error),
      );
  }
}
