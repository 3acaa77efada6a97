import { LoggerService } from '@backstage/backend-plugin-api';
import { stringifyError } from '@backstage/errors';
import {
  Bound,
  jsonEquals,
  KubeObject,
  ObjectRef,
} from '@slipway/plugin-clusters-common';
import { Clusters } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  awaitsController,
  deriveSummary,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { RolloutCaches } from './RolloutCaches';

/** A change of one rollout. */
export type SummaryChange =
  /** The rollout or something that belongs to it changed. */
  | { type: 'changed'; key: string; summary: RolloutSummary }
  | { type: 'removed'; key: string; ref: ObjectRef };

/** What is known of one rollout. */
export interface Entry {
  key: string;
  cluster: string;
  uid: string;
  summary: RolloutSummary;
  bound: Bound;
  /** Labels, for joining entities to it. */
  metadata: KubeObject['metadata'];
  /** ISO time at which this process first saw that the controller has not reacted to a change. */
  unobservedSince?: string;
}

/** A rollout to derive again. */
interface Dirty {
  cluster: string;
  uid: string;
  /** False when only something around it may have changed: owners, environment, time. */
  objects: boolean;
}

/** Key of a rollout in topics: `<cluster>/<uid>`. */
export const rolloutKey = (cluster: string, uid: string) => `${cluster}/${uid}`;

export interface SummariesOptions {
  caches: RolloutCaches;
  owners: Owners;
  clusters: Pick<Clusters, 'environmentOf'>;
  logger: LoggerService;
  publish(change: SummaryChange): void;
}

/**
 * One summary for each rollout. What is touched is derived once, in the same
 * turn of the event loop, however many objects changed.
 */
export class Summaries {
  readonly entries = new Map<string, Entry>();
  readonly #dirty = new Map<string, Dirty>();
  readonly #options: SummariesOptions;
  #flushing: NodeJS.Immediate | undefined;

  constructor(options: SummariesOptions) {
    this.#options = options;
  }

  stop() {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
  }

  /** One of the rollout's own objects changed, or (`objects` false) only something around it may have. */
  touch(cluster: string, uid: string, objects: boolean) {
    const key = rolloutKey(cluster, uid);
    this.#dirty.set(key, {
      cluster,
      uid,
      objects: objects || this.#dirty.get(key)?.objects === true,
    });
    this.#flushing ??= setImmediate(() => this.flush());
  }

  /** The list of a cluster was replaced. */
  touchCluster(cluster: string) {
    for (const entry of this.entries.values()) {
      if (entry.cluster === cluster) this.touch(cluster, entry.uid, true);
    }
    for (const { metadata } of this.#options.caches.rollouts.list({
      cluster,
    })) {
      this.touch(cluster, metadata.uid, true);
    }
  }

  /** Owners, environments or the time may have changed. */
  touchAll() {
    for (const { cluster, uid } of this.entries.values()) {
      this.touch(cluster, uid, false);
    }
    for (const rollout of this.#options.caches.rollouts.list()) {
      const cluster = this.#options.caches.rollouts.clusterOf(rollout);
      this.touch(cluster, rollout.metadata.uid, false);
    }
  }

  /** Derives now what is dirty. */
  flush() {
    clearImmediate(this.#flushing);
    this.#flushing = undefined;
    for (const [key, what] of [...this.#dirty]) {
      this.#dirty.delete(key);
      try {
        const change = this.#derive(key, what);
        if (change) this.#options.publish(change);
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
  ): SummaryChange | undefined {
    const { caches, owners } = this.#options;
    const rollout = caches.rollouts.getByUid(cluster, uid);
    const known = this.entries.get(key);
    if (!rollout) {
      this.entries.delete(key);
      return known && { type: 'removed', key, ref: known.summary.ref };
    }
    const { metadata } = rollout;
    const bound = owners.bind(cluster, metadata);
    const unobservedSince = awaitsController(rollout)
      ? known?.unobservedSince ?? new Date().toISOString()
      : undefined;
    const context = this.context(cluster, metadata, bound, unobservedSince);
    if (!objects && known && isCurrent(known, context)) {
      // The catalog is read often, and what it says of 5,000 rollouts hardly ever changes.
      this.entries.set(key, { ...known, bound });
      return undefined;
    }
    const summary = deriveSummary(rollout, {
      ...context,
      replicaSets: caches.replicaSetsOf(cluster, uid),
    });
    this.entries.set(key, {
      key,
      cluster,
      uid,
      summary,
      bound,
      metadata,
      unobservedSince,
    });
    return objects || !jsonEquals(summary, known?.summary)
      ? { type: 'changed', key, summary }
      : undefined;
  }

  /**
   * The summary of a rollout where deriving it again in this context would give
   * the same; undefined where it must be derived.
   */
  current(
    uid: string,
    context: ReturnType<Summaries['context']>,
  ): RolloutSummary | undefined {
    const key = rolloutKey(context.cluster, uid);
    const entry = this.entries.get(key);
    return entry && !this.#dirty.has(key) && isCurrent(entry, context)
      ? entry.summary
      : undefined;
  }

  /** What deriving needs beside the objects. */
  context(
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
}

/** Whether deriving from the same objects in this context would give the same summary. */
function isCurrent(
  { summary, unobservedSince }: Entry,
  context: ReturnType<Summaries['context']>,
): boolean {
  // What is said of an unobserved change depends on the time.
  return (
    unobservedSince === undefined &&
    context.unobserved === undefined &&
    jsonEquals(summary.environment, context.environment) &&
    jsonEquals(summary.entity, context.entity) &&
    summary.ownerRef === context.ownerRef
  );
}
