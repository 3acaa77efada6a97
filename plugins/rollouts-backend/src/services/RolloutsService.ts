import { isDeepStrictEqual } from 'util';
import { LoggerService } from '@backstage/backend-plugin-api';
import { NotFoundError, stringifyError } from '@backstage/errors';
import {
  Freshness,
  KubeObject,
  ObjectRef,
} from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import {
  AnalysisRunView,
  deriveAnalysisRuns,
  deriveDetail,
  deriveSummary,
  isGenerationObserved,
  RolloutDetail,
  RolloutList,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { Bound, EntityBinder } from './EntityBinder';
import { RolloutCaches, RolloutFamily } from './RolloutCaches';

/** A change that concerns one rollout, or the freshness of a cluster. */
export type RolloutChange =
  /** The rollout or something that belongs to it changed. */
  | { type: 'changed'; key: string; summary: RolloutSummary }
  | { type: 'removed'; key: string; ref: ObjectRef }
  | { type: 'freshness'; cluster: string }
  /** The catalog was read again: which entity points at which rollout may have changed. */
  | { type: 'owners' };

interface Entry {
  key: string;
  cluster: string;
  uid: string;
  summary: RolloutSummary;
  bound: Bound;
  /** Labels, for joining entities to it. */
  metadata: KubeObject['metadata'];
  /** ISO time at which this process first saw that the controller has not read the spec. */
  unobservedSince?: string;
}

interface Dirty {
  cluster: string;
  uid: string;
  /** False when only something around it may have changed: owners, environment, time. */
  objects: boolean;
}

export interface RolloutsServiceOptions {
  clusters: Clusters;
  binder: EntityBinder;
  logger: LoggerService;
}

/** Key of a rollout in topics: `<cluster>/<uid>`. */
export const rolloutKey = (cluster: string, uid: string) => `${cluster}/${uid}`;

/**
 * Knows every rollout of every cluster. Keeps one summary for each and derives
 * it again only when one of its own objects changes; changes that come together
 * are derived once, in the same turn of the event loop.
 */
export class RolloutsService {
  readonly #caches: RolloutCaches;
  readonly #entries = new Map<string, Entry>();
  readonly #dirty = new Map<string, Dirty>();
  readonly #listeners = new Set<(change: RolloutChange) => void>();
  readonly #options: RolloutsServiceOptions;
  #flushing: NodeJS.Immediate | undefined;
  readonly #ends: Array<() => void>;

  static create(options: RolloutsServiceOptions) {
    return new RolloutsService(options);
  }

  private constructor(options: RolloutsServiceOptions) {
    this.#options = options;
    this.#caches = new RolloutCaches(options.clusters);
    this.#ends = [
      this.#caches.onAffected((cluster, uid) =>
        uid ? this.#touch(cluster, uid, true) : this.#touchCluster(cluster),
      ),
      options.binder.onChange(() => {
        this.#touchAll();
        this.#flush();
        this.#publish({ type: 'owners' });
      }),
      ...this.#caches.all().map(cache => this.#followFreshness(cache)),
    ];
    this.#touchAll();
    this.#flush();
  }

  stop() {
    this.#ends.forEach(end => end());
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
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
    return [...this.#entries.values()];
  }

  /** Those that the page of this entity shows, whether it may act on them or not. */
  entriesOf(
    entityRef: string,
  ): Array<{ key: string; summary: RolloutSummary }> {
    this.#options.binder.mention(entityRef);
    return [...this.#entries.values()].filter(entry =>
      this.#joins(entityRef, entry),
    );
  }

  /** Whether the page of this entity shows the rollout. */
  joins(entityRef: string, key: string): boolean {
    const entry = this.#entries.get(key);
    return entry !== undefined && this.#joins(entityRef, entry);
  }

  summary(key: string): RolloutSummary | undefined {
    return this.#entries.get(key)?.summary;
  }

  analysisRuns(key: string): AnalysisRunView[] {
    const family = this.#familyOf(key);
    return family
      ? deriveAnalysisRuns(family.rollout, family.analysisRuns)
      : [];
  }

  /** Key of the rollout that has this name now. */
  keyOf(ref: ObjectRef): string | undefined {
    const rollout = this.#caches.rollouts.get(ref);
    return rollout && rolloutKey(ref.cluster, rollout.metadata.uid);
  }

  /** Who owns the rollout, as the cache has it. */
  boundOf(key: string): Bound | undefined {
    return this.#entries.get(key)?.bound;
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

  /** @throws NotFoundError when the cache has no such rollout */
  detail(ref: ObjectRef): RolloutDetail {
    const detail = this.findDetail(ref);
    if (!detail) {
      const fresh = this.freshness({ cluster: ref.cluster, kind: 'rollouts' });
      const why = fresh
        .filter(({ state }) => state !== 'live')
        .map(({ state, reason }) => ` (${state}${reason ? `: ${reason}` : ''})`)
        .join('');
      throw new NotFoundError(
        `No rollout ${ref.namespace}/${ref.name} is known in cluster ${ref.cluster}${why}.`,
      );
    }
    return detail;
  }

  list(): RolloutList {
    return {
      items: this.entries().map(({ summary }) => summary),
      freshness: this.freshness(),
    };
  }

  listOf(entityRef: string): RolloutList {
    return {
      items: this.entriesOf(entityRef).map(({ summary }) => summary),
      freshness: this.freshness(),
    };
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
    return this.#options.binder.known();
  }

  #joins(entityRef: string, { bound, cluster, metadata }: Entry) {
    return this.#options.binder.joins(entityRef, bound, cluster, metadata);
  }

  #familyOf(key: string) {
    const entry = this.#entries.get(key);
    return entry && this.#caches.family(entry.cluster, entry.uid);
  }

  #followFreshness(cache: KindCache<KubeObject>) {
    return cache.subscribe(event => {
      if (event.type === 'freshness') {
        this.#publish({ type: 'freshness', cluster: event.cluster });
      }
    });
  }

  #touch(cluster: string, uid: string, objects: boolean) {
    const key = rolloutKey(cluster, uid);
    this.#dirty.set(key, {
      cluster,
      uid,
      objects: objects || this.#dirty.get(key)?.objects === true,
    });
    this.#flushing ??= setImmediate(() => this.#flush());
  }

  #touchCluster(cluster: string) {
    for (const entry of this.#entries.values()) {
      if (entry.cluster === cluster) this.#touch(cluster, entry.uid, true);
    }
    for (const { metadata } of this.#caches.rollouts.list({ cluster })) {
      this.#touch(cluster, metadata.uid, true);
    }
  }

  #touchAll() {
    for (const { cluster, uid } of this.#entries.values()) {
      this.#touch(cluster, uid, false);
    }
    for (const rollout of this.#caches.rollouts.list()) {
      const cluster = this.#caches.rollouts.clusterOf(rollout);
      this.#touch(cluster, rollout.metadata.uid, false);
    }
  }

  #flush() {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    const dirty = [...this.#dirty];
    this.#dirty.clear();
    for (const [key, what] of dirty) {
      try {
        const change = this.#derive(key, what);
        if (change) this.#publish(change);
      } catch (error) {
        // One odd object must not take the others with it.
        this.#options.logger.error(
          `Rollout ${key} could not be read: ${stringifyError(error)}`,
        );
      }
    }
  }

  #derive(
    key: string,
    { cluster, uid, objects }: Dirty,
  ): RolloutChange | undefined {
    const family = this.#caches.family(cluster, uid);
    const known = this.#entries.get(key);
    if (!family) {
      this.#entries.delete(key);
      return known && { type: 'removed', key, ref: known.summary.ref };
    }
    const { metadata } = family.rollout;
    const bound = this.#options.binder.bind(cluster, metadata);
    const unobservedSince = isGenerationObserved(family.rollout)
      ? undefined
      : known?.unobservedSince ?? new Date().toISOString();
    const summary = deriveSummary(family.rollout, {
      ...this.#context(cluster, metadata, bound, unobservedSince),
      replicaSets: family.replicaSets,
    });
    this.#entries.set(key, {
      key,
      cluster,
      uid,
      summary,
      bound,
      metadata,
      unobservedSince,
    });
    return objects || !isDeepStrictEqual(summary, known?.summary)
      ? { type: 'changed', key, summary }
      : undefined;
  }

  #detail(cluster: string, family: RolloutFamily): RolloutDetail {
    const { metadata } = family.rollout;
    const known = this.#entries.get(rolloutKey(cluster, metadata.uid));
    const bound = this.#options.binder.bind(cluster, metadata);
    return deriveDetail(
      family.rollout,
      this.#context(cluster, metadata, bound, known?.unobservedSince),
      family,
    );
  }

  #context(
    cluster: string,
    { namespace = '' }: KubeObject['metadata'],
    { entity, ownerRef }: Bound,
    unobservedSince: string | undefined,
  ) {
    return {
      cluster,
      environment: this.#options.clusters.environmentOf(cluster, namespace),
      entity,
      ownerRef,
      ...(unobservedSince
        ? { unobserved: { unobservedSince, now: new Date().toISOString() } }
        : {}),
    };
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
