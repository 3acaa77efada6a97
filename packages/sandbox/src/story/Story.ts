import { isServiceName } from '@slipway/platform-model';
import {
  Clock,
  Json,
  KubeObject,
  ObjectStore,
  ResourceType,
} from '@slipway/kube-sim';
import { Outlook, OUTLOOKS } from './outlook';
import { Candidate, chooseRelease, nextThought, restNeeded } from './pace';
import {
  RolloutObject,
  rolloutState,
  RolloutState,
  tagOf,
} from './rolloutState';
import { nextTag, ReleaseQuality } from './tags';

export interface StoryCluster {
  name: string;
  store: ObjectStore;
}

/** A release that a person or the story wants. */
export interface ReleaseWish {
  cluster: string;
  namespace: string;
  service: string;
  quality: ReleaseQuality;
}

/** A wish that cannot be granted, with the reason for people. */
export class ReleaseRefused extends Error {
  constructor(readonly reason: 'not-found' | 'under-way', message: string) {
    super(message);
    this.name = 'ReleaseRefused';
  }
}

/** A release that was begun. */
export interface Begun {
  cluster: string;
  namespace: string;
  service: string;
  tag: string;
  quality: ReleaseQuality;
  by: 'story' | 'person';
  /** Sandbox time, RFC 3339. */
  at: string;
}

/** What the panel shows. */
export interface StoryView {
  /** False when releases begin only by a person's wish. */
  running: boolean;
  clusters: Array<{
    name: string;
    /** When the story next thinks of a release there. */
    nextThought?: string;
    services: Array<
      RolloutState & {
        restingSeconds: number;
        /** What it rests before the story releases it. */
        restSeconds: number;
      }
    >;
  }>;
  /** Newest first. */
  begun: Begun[];
  /** What becomes of a release, by service and quality. */
  outlooks: Record<string, Record<ReleaseQuality, Outlook>>;
}

export interface StoryOptions {
  clusters: readonly StoryCluster[];
  clock: Clock;
  /** Same seed, same story as long as nobody interferes. */
  seed: string;
  /** What {@link Story.snapshot} said before a restart. */
  kept?: Json;
}

const KEPT_RELEASES = 50;

interface Rest {
  mark: string;
  since: number;
}

interface ClusterStory extends StoryCluster {
  rollouts: ResourceType;
  thoughts: number;
  next?: Date;
  cancel?: () => void;
  rests: Map<string, Rest>;
  /** Tags that were ever used, by `namespace/service`. */
  tags: Map<string, string>;
}

interface Kept {
  thoughts: Record<string, number>;
  tags: Record<string, Record<string, string>>;
  begun: Begun[];
}

/** What was kept, or an empty memory when it cannot be read: nothing of it is needed to go on. */
function readKept(value: Json | undefined): Kept {
  const kept = value as Partial<Kept> | null | undefined;
  return {
    thoughts: kept?.thoughts ?? {},
    tags: kept?.tags ?? {},
    begun: kept?.begun ?? [],
  };
}

/**
 * Lets releases happen: gentle ones by itself, and those that a person asks
 * for. It writes only the image of a Rollout, as a pipeline would, and only
 * where nothing is under way.
 */
export class Story {
  readonly #clock: Clock;
  readonly #seed: string;
  readonly #clusters = new Map<string, ClusterStory>();
  readonly #ends: Array<() => void> = [];
  #begun: Begun[];
  #running = false;

  constructor(options: StoryOptions) {
    this.#clock = options.clock;
    this.#seed = options.seed;
    const kept = readKept(options.kept);
    this.#begun = kept.begun;
    for (const { name, store } of options.clusters) {
      const rollouts = store.typeOf('argoproj.io', 'rollouts');
      if (!rollouts) throw new Error(`Cluster ${name} serves no rollouts.`);
      const cluster: ClusterStory = {
        name,
        store,
        rollouts,
        thoughts: kept.thoughts[name] ?? 0,
        rests: new Map(),
        tags: new Map(Object.entries(kept.tags[name] ?? {})),
      };
      this.#clusters.set(name, cluster);
      store
        .list<RolloutObject & KubeObject>(rollouts)
        .forEach(object => this.#see(cluster, object));
      this.#ends.push(
        store.subscribe(({ type, resource, object }) => {
          if (resource !== rollouts) return;
          if (type === 'DELETED') {
            cluster.rests.delete(object.metadata.uid);
          } else {
            this.#see(cluster, object as Readonly<RolloutObject>);
          }
        }),
      );
    }
  }

  /** From now on releases begin by themselves. */
  start(): void {
    if (this.#running) return;
    this.#running = true;
    this.#clusters.forEach(cluster => this.#plan(cluster));
  }

  stop(): void {
    this.#running = false;
    this.#ends.splice(0).forEach(end => end());
    this.#clusters.forEach(cluster => cluster.cancel?.());
  }

  /**
   * Begins a release that somebody asked for.
   *
   * @throws {@link ReleaseRefused} when there is no such service, or a release of it is under way
   */
  release(wish: ReleaseWish, by: Begun['by'] = 'person'): Begun {
    const cluster = this.#clusters.get(wish.cluster);
    const object =
      cluster &&
      isServiceName(wish.service) &&
      cluster.store.get<RolloutObject & KubeObject>(
        cluster.rollouts,
        wish.namespace,
        wish.service,
      );
    const state = object && rolloutState(object);
    const where = `${wish.cluster}/${wish.namespace}/${wish.service}`;
    if (!cluster || !object || !state) {
      throw new ReleaseRefused('not-found', `There is no service ${where}.`);
    }
    if (!state.atRest) {
      throw new ReleaseRefused(
        'under-way',
        `${where} is ${state.phase} with ${state.tag}: promote it to its end or abort it first.`,
      );
    }
    const key = `${wish.namespace}/${wish.service}`;
    const tag = nextTag([state.tag, cluster.tags.get(key) ?? ''], wish.quality);
    cluster.tags.set(key, tag);
    const changed = structuredClone(object) as RolloutObject & KubeObject;
    for (const container of changed.spec?.template?.spec?.containers ?? []) {
      if (container.name === wish.service) {
        const old = tagOf(container.image);
        container.image = `${container.image.slice(0, -old.length)}${tag}`;
      }
    }
    cluster.store.update(cluster.rollouts, changed);
    const begun: Begun = {
      ...wish,
      tag,
      by,
      at: this.#clock.now().toISOString(),
    };
    this.#begun = [begun, ...this.#begun].slice(0, KEPT_RELEASES);
    return begun;
  }

  view(): StoryView {
    return {
      running: this.#running,
      clusters: [...this.#clusters.values()].map(cluster => ({
        name: cluster.name,
        nextThought: cluster.next?.toISOString(),
        services: this.#candidates(cluster).map(({ restingMs, ...state }) => ({
          ...state,
          restingSeconds: Math.floor(restingMs / 1_000),
          restSeconds: restNeeded(state) / 1_000,
        })),
      })),
      begun: this.#begun,
      outlooks: OUTLOOKS,
    };
  }

  /** What has to outlive the process. */
  snapshot(): Json {
    const clusters = [...this.#clusters.values()];
    return JSON.parse(
      JSON.stringify({
        thoughts: Object.fromEntries(
          clusters.map(({ name, thoughts }) => [name, thoughts]),
        ),
        tags: Object.fromEntries(
          clusters.map(({ name, tags }) => [name, Object.fromEntries(tags)]),
        ),
        begun: this.#begun,
      }),
    );
  }

  #see(cluster: ClusterStory, object: Readonly<RolloutObject>): void {
    const state = rolloutState(object);
    if (!state) return;
    const { uid } = object.metadata;
    if (cluster.rests.get(uid)?.mark !== state.mark) {
      cluster.rests.set(uid, {
        mark: state.mark,
        since: this.#clock.now().getTime(),
      });
    }
  }

  #candidates(cluster: ClusterStory): Candidate[] {
    const now = this.#clock.now().getTime();
    return cluster.store
      .list<RolloutObject & KubeObject>(cluster.rollouts)
      .flatMap(object => {
        const state = rolloutState(object);
        const rest = cluster.rests.get(object.metadata.uid);
        return state
          ? [{ ...state, restingMs: now - (rest?.since ?? now) }]
          : [];
      });
  }

  #plan(cluster: ClusterStory): void {
    const words = [this.#seed, cluster.name, cluster.thoughts];
    const wait = nextThought(...words);
    cluster.next = new Date(this.#clock.now().getTime() + wait);
    cluster.cancel = this.#clock.after(wait, () => {
      cluster.thoughts += 1;
      const choice = chooseRelease(this.#candidates(cluster), ...words);
      if (choice) this.release({ cluster: cluster.name, ...choice }, 'story');
      this.#plan(cluster);
    });
  }
}
