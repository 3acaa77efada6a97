import { Bound, ObjectRef } from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import {
  Freeze,
  freezeKey,
  freezeKind,
  FreezeView,
  freezeView,
} from '@slipway/plugin-freezes-common';
import {
  clusterFreshness,
  FollowedChange,
  followingSource,
  TopicSink,
  TopicSource,
} from '@slipway/plugin-live-node';
import { Owners } from '@slipway/plugin-owners-node';

/** Knows every freeze of every cluster, and whose it is. */
export class FreezesService {
  static create(options: { clusters: Clusters; owners: Owners }) {
    const { clusters, owners } = options;
    return new FreezesService(clusters, owners, clusters.watch(freezeKind));
  }

  private constructor(
    private readonly clusters: Clusters,
    private readonly owners: Owners,
    private readonly cache: KindCache<Freeze>,
  ) {}

  list(): FreezeView[] {
    return this.cache.list().map(freeze => this.#view(freeze));
  }

  find(ref: ObjectRef): FreezeView | undefined {
    const freeze = this.cache.get(ref);
    return freeze && this.#view(freeze);
  }

  boundOf(ref: ObjectRef): Bound | undefined {
    const freeze = this.cache.get(ref);
    return freeze && this.owners.bind(ref.cluster, freeze.metadata);
  }

  /** Writes all freezes to a topic, and each change. A dead cluster delays no other. */
  follow(sink: TopicSink<FreezeView>): TopicSource {
    return followingSource({
      sink,
      subscribe: changed => this.#subscribe(changed),
      snapshot: () => this.list().map(view => [freezeKey(view), view] as const),
      freshness: () => clusterFreshness(this.cache.freshness()),
      answered: () =>
        this.cache.freshness().some(({ state }) => state !== 'connecting'),
      ready: () => this.cache.ready(),
    });
  }

  stop() {
    this.cache.release();
  }

  #subscribe(changed: (change: FollowedChange<FreezeView>) => void) {
    const ends = [
      this.owners.onChange(() => changed({ type: 'all' })),
      this.cache.subscribe(event => {
        if (event.type === 'freshness') changed({ type: 'freshness' });
        else if (event.type === 'sync') changed({ type: 'all' });
        else {
          const value = this.#view(event.object);
          const key = freezeKey(value);
          changed(
            event.type === 'upsert'
              ? { type: 'upsert', key, value }
              : { type: 'remove', key },
          );
        }
      }),
    ];
    return () => ends.forEach(end => end());
  }

  #view(freeze: Freeze): FreezeView {
    const cluster = this.cache.clusterOf(freeze);
    const { namespace = '' } = freeze.metadata;
    return freezeView(
      freeze,
      { cluster, environment: this.clusters.environmentOf(cluster, namespace) },
      this.owners.bind(cluster, freeze.metadata),
    );
  }
}
