import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  Bound,
  Freshness,
  KubeObject,
  ObjectRef,
  ResourceId,
  resourceKey,
} from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  AnalysisRunView,
  deriveAnalysisRuns,
  deriveDetail,
  detailOf,
  EntityLookup,
  entityLookup,
  EntityRolloutList,
  RolloutDetail,
  RolloutDetailAnswer,
  RolloutList,
  RolloutSummary,
  ROLLOUTS,
} from '@slipway/plugin-rollouts-common';
import { missingError } from './missing';
import { RolloutCaches, RolloutFamily } from './RolloutCaches';
import { rolloutKey, Summaries, SummaryChange } from './Summaries';

/** A change of one rollout, of the freshness of a cluster, or of owners. */
export type RolloutChange =
  | SummaryChange
  | { type: 'freshness'; cluster: string }
  /** The catalog was read again: which entity points at which rollout may have changed. */
  | { type: 'owners' };

export interface RolloutsServiceOptions {
  clusters: Clusters;
  owners: Owners;
  logger: LoggerService;
}

/**
 * Knows every rollout of every cluster. Keeps one summary for each and derives
 * it again only when one of its own objects changes; changes that come together
 * are derived once, in the same turn of the event loop.
 */
export class RolloutsService {
  readonly #caches: RolloutCaches;
  readonly #summaries: Summaries;
  readonly #listeners = new Set<(change: RolloutChange) => void>();
  readonly #options: RolloutsServiceOptions;
  readonly #ends: Array<() => void>;

  static create(options: RolloutsServiceOptions) {
    return new RolloutsService(options);
  }

  private constructor(options: RolloutsServiceOptions) {
    this.#options = options;
    this.#caches = new RolloutCaches(options.clusters);
    this.#summaries = new Summaries({
      ...options,
      caches: this.#caches,
      publish: change => this.#publish(change),
    });
    this.#ends = [
      this.#caches.onAffected((cluster, uid) =>
        uid
          ? this.#summaries.touch(cluster, uid, true)
          : this.#summaries.touchCluster(cluster),
      ),
      options.owners.onChange(() => {
        this.#summaries.touchAll();
        this.#summaries.flush();
        this.#publish({ type: 'owners' });
      }),
      ...this.#caches.all().map(cache => this.#followFreshness(cache)),
    ];
    this.#summaries.touchAll();
    this.#summaries.flush();
  }

  stop() {
    this.#ends.forEach(end => end());
    this.#summaries.stop();
    this.#caches.release();
  }

  /** Resolves when each cluster has given its rollouts or is known to fail. */
  ready(): Promise<void> {
    return this.#caches.rollouts.ready();
  }

  /** Calls back for each later change. Returns the function that ends it. */
  subscribe(listener: (change: RolloutChange) => void): () => void {
    const own = (change: RolloutChange) => listener(change);
    this.#listeners.add(own);
    return () => {
      this.#listeners.delete(own);
    };
  }

  /** Every summary, with its key. */
  entries(): Array<{ key: string; summary: RolloutSummary }> {
    return [...this.#summaries.entries.values()];
  }

  /** Those that the page of this entity shows, whether it may act on them or not. */
  entriesOf(
    entityRef: string,
  ): Array<{ key: string; summary: RolloutSummary }> {
    const joins = this.#options.owners.joins(entityRef);
    return [...this.#summaries.entries.values()].filter(joins.shows);
  }

  /** Whether the page of this entity shows the rollout. */
  joins(entityRef: string, key: string): boolean {
    const entry = this.#summaries.entries.get(key);
    return (
      entry !== undefined && this.#options.owners.joins(entityRef).shows(entry)
    );
  }

  summary(key: string): RolloutSummary | undefined {
    return this.#summaries.entries.get(key)?.summary;
  }

  analysisRuns(key: string): AnalysisRunView[] {
    const family = this.#familyOf(key);
    return family
      ? deriveAnalysisRuns(
          family.rollout,
          family.analysisRuns,
          family.experiments,
        )
      : [];
  }

  /** Key of the rollout that has this name now. */
  keyOf(ref: ObjectRef): string | undefined {
    const rollout = this.#caches.rollouts.get(ref);
    return rollout && rolloutKey(ref.cluster, rollout.metadata.uid);
  }

  /** Who owns the rollout, as the cache has it. */
  boundOf(key: string): Bound | undefined {
    return this.#summaries.entries.get(key)?.bound;
  }

  family(ref: ObjectRef): RolloutFamily | undefined {
    const rollout = this.#caches.rollouts.get(ref);
    return rollout && this.#caches.family(ref.cluster, rollout.metadata.uid);
  }

  /** Everything that the detail page shows; `undefined` when there is no such rollout. */
  findDetail(ref: ObjectRef): RolloutDetail | undefined {
    const family = this.family(ref);
    return family && this.#detail(ref.cluster, family);
  }

  /**
   * Waits until it is known which clusters there are: before, an empty answer
   * would say that nothing is there.
   *
   * @throws ServiceUnavailableError when plugin-kubernetes does not say
   */
  async requireClusters(): Promise<void> {
    if (this.freshness().length === 0) {
      await this.#options.clusters.list();
    }
  }

  /**
   * The rollout with its objects.
   *
   * @throws NotFoundError when there is no such rollout or cluster
   * @throws ServiceUnavailableError while nobody knows whether there is
   */
  async requireFamily(ref: ObjectRef): Promise<RolloutFamily> {
    const family = this.family(ref);
    if (family) return family;
    await this.requireClusters();
    throw missingError(
      `Rollout ${ref.namespace}/${ref.name}`,
      ref.cluster,
      this.source(ref.cluster, ROLLOUTS),
    );
  }

  /**
   * Everything that the detail page shows, and which sources are not live.
   *
   * @throws as {@link RolloutsService.requireFamily}
   */
  async detail(ref: ObjectRef): Promise<RolloutDetailAnswer> {
    const family = await this.requireFamily(ref);
    return {
      ...this.#detail(ref.cluster, family),
      freshness: this.freshness({ cluster: ref.cluster, kind: 'all' }),
    };
  }

  /** @throws ServiceUnavailableError when it is not known which clusters there are */
  async list(): Promise<RolloutList> {
    await this.requireClusters();
    return {
      items: this.entries().map(({ summary }) => summary),
      freshness: this.freshness(),
    };
  }

  /** @throws ServiceUnavailableError when it is not known which clusters there are */
  async listOf(entityRef: string): Promise<EntityRolloutList> {
    await this.requireClusters();
    return {
      items: this.entriesOf(entityRef).map(({ summary }) => summary),
      freshness: this.freshness(),
      lookup: this.lookup(entityRef),
    };
  }

  /** Where rollouts of an entity are looked for, and with what outcome. */
  lookup(entityRef: string): EntityLookup {
    const { pointers } = this.#options.owners.joins(entityRef);
    const clusters = this.freshness().map(
      ({ cluster, state, since, reason }) => ({
        name: cluster,
        state,
        since,
        reason,
      }),
    );
    if ('unread' in pointers) {
      return {
        ...entityLookup(entityRef, {}, clusters),
        unread: pointers.unread,
      };
    }
    return entityLookup(
      entityRef,
      pointers,
      clusters,
      [...this.#summaries.entries.values()].map(({ cluster, metadata }) => ({
        cluster,
        namespace: metadata.namespace ?? '',
        labels: metadata.labels ?? {},
      })),
    );
  }

  /** How current one kind in one cluster is; `undefined` when no such cluster is known. */
  source(cluster: string, resource: ResourceId): Freshness | undefined {
    return this.freshness({ cluster, kind: 'all' }).find(
      one => one.resource === resourceKey(resource),
    );
  }

  /** How current the rollouts of all clusters are; with `kind: 'all'` every kind that detail pages need. */
  freshness(
    filter: { cluster?: string; kind?: 'rollouts' | 'all' } = {},
  ): Freshness[] {
    const caches =
      filter.kind === 'all' ? this.#caches.all() : [this.#caches.rollouts];
    return caches
      .flatMap(cache => cache.freshness())
      .filter(
        ({ cluster }) =>
          filter.cluster === undefined || cluster === filter.cluster,
      );
  }

  /** Whether what is known of a cluster's rollouts is current. */
  isLive(cluster: string): boolean {
    return this.freshness({ cluster }).some(({ state }) => state === 'live');
  }

  /** Whether owners have been read from the catalog at least once. */
  ownersKnown(): boolean {
    return this.#options.owners.known();
  }

  #familyOf(key: string) {
    const entry = this.#summaries.entries.get(key);
    return entry && this.#caches.family(entry.cluster, entry.uid);
  }

  #followFreshness(cache: KindCache<KubeObject>) {
    return cache.subscribe(event => {
      if (event.type === 'freshness') {
        this.#publish({ type: 'freshness', cluster: event.cluster });
      }
    });
  }

  #detail(cluster: string, family: RolloutFamily): RolloutDetail {
    const { metadata } = family.rollout;
    const known = this.#summaries.entries.get(
      rolloutKey(cluster, metadata.uid),
    );
    const bound = this.#options.owners.bind(cluster, metadata);
    const context = this.#summaries.context(
      cluster,
      metadata,
      bound,
      known?.unobservedSince,
    );
    const summary = this.#summaries.current(metadata.uid, context);
    return summary
      ? detailOf(family.rollout, summary, family)
      : deriveDetail(family.rollout, context, family);
  }

  #publish(change: RolloutChange) {
    for (const listener of [...this.#listeners]) {
      try {
        listener(change);
      } catch (error) {
        this.#options.logger.error(
          `A listener to rollouts failed: ${stringifyError(error)}`,
        );
      }
    }
  }
}
