import { isServiceName } from '@slipway/platform-model';
import {
  Clock,
  Json,
  KubeObject,
  ObjectStore,
  ResourceType,
} from '@slipway/kube-sim';
import { Outlook, OUTLOOKS } from './outlook';
import { Candidate, chooseRelease, nextReleaseIn, idleNeeded } from './pace';
import {
  RolloutObject,
  rolloutState,
  RolloutState,
  tagOf,
} from './rolloutState';
import { nextTag, ReleaseQuality } from './tags';

export interface DemoCluster {
  name: string;
  store: ObjectStore;
}

/** A release that a user or the demo scenario asks for. */
export interface ReleaseRequest {
  cluster: string;
  namespace: string;
  service: string;
  quality: ReleaseQuality;
}

/** A request that is refused, with the reason for users. */
export class ReleaseRefused extends Error {
  constructor(readonly reason: 'not-found' | 'under-way', message: string) {
    super(message);
    this.name = 'ReleaseRefused';
  }
}

/** A release that was started. */
export interface StartedRelease {
  cluster: string;
  namespace: string;
  service: string;
  tag: string;
  quality: ReleaseQuality;
  by: 'demo' | 'user';
  /** Sandbox time, RFC 3339. */
  at: string;
}

/** What the panel shows. */
export interface DemoView {
  /** False when releases start only when a user asks for one. */
  running: boolean;
  clusters: Array<{
    name: string;
    /** When the demo scenario next considers a release there. */
    nextReleaseAt?: string;
    services: Array<
      RolloutState & {
        idleSeconds: number;
        /** For how long it has to be idle before the demo scenario releases it. */
        idleSecondsNeeded: number;
      }
    >;
  }>;
  /** Newest first. */
  started: StartedRelease[];
  /** What becomes of a release, by service and quality. */
  outlooks: Record<string, Record<ReleaseQuality, Outlook>>;
}

export interface DemoOptions {
  clusters: readonly DemoCluster[];
  clock: Clock;
  /** Same seed, same demo scenario as long as nobody interferes. */
  seed: string;
  /** What {@link DemoScenario.snapshot} said before a restart. */
  kept?: Json;
}

const KEPT_RELEASES = 50;

interface Rest {
  mark: string;
  since: number;
}

interface ClusterDemo extends DemoCluster {
  rollouts: ResourceType;
  runs: number;
  next?: Date;
  cancel?: () => void;
  rests: Map<string, Rest>;
  /** Tags that were ever used, by `namespace/service`. */
  tags: Map<string, string>;
}

interface Kept {
  runs: Record<string, number>;
  tags: Record<string, Record<string, string>>;
  started: StartedRelease[];
}

/** What was kept, or an empty memory when it cannot be read: nothing of it is needed to continue. */
function readKept(value: Json | undefined): Kept {
  const kept = value as Partial<Kept> | null | undefined;
  return {
    runs: kept?.runs ?? {},
    tags: kept?.tags ?? {},
    started: kept?.started ?? [],
  };
}

/**
 * Lets releases happen: gentle ones by itself, and those that a user asks
 * for. It writes only the image of a Rollout, as a pipeline would, and only
 * where nothing is under way.
 */
export class DemoScenario {
  readonly #clock: Clock;
  readonly #seed: string;
  readonly #clusters = new Map<string, ClusterDemo>();
  readonly #ends: Array<() => void> = [];
  #started: StartedRelease[];
  #running = false;

  constructor(options: DemoOptions) {
    this.#clock = options.clock;
    this.#seed = options.seed;
    const kept = readKept(options.kept);
    this.#started = kept.started;
    for (const { name, store } of options.clusters) {
      const rollouts = store.typeOf('argoproj.io', 'rollouts');
      if (!rollouts) throw new Error(`Cluster ${name} serves no rollouts.`);
      const cluster: ClusterDemo = {
        name,
        store,
        rollouts,
        runs: kept.runs[name] ?? 0,
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

  /** From now on releases start by themselves. */
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
   * Starts a release that somebody asked for.
   *
   * @throws {@link ReleaseRefused} when there is no such service, or a release of it is under way
   */
  release(
    request: ReleaseRequest,
    by: StartedRelease['by'] = 'user',
  ): StartedRelease {
    const cluster = this.#clusters.get(request.cluster);
    const object =
      cluster &&
      isServiceName(request.service) &&
      cluster.store.get<RolloutObject & KubeObject>(
        cluster.rollouts,
        request.namespace,
        request.service,
      );
    const state = object && rolloutState(object);
    const where = `${request.cluster}/${request.namespace}/${request.service}`;
    if (!cluster || !object || !state) {
      throw new ReleaseRefused('not-found', `There is no service ${where}.`);
    }
    if (!state.idle) {
      throw new ReleaseRefused(
        'under-way',
        `${where} is ${state.phase} with ${state.tag}: promote it to its end or abort it first.`,
      );
    }
    const key = `${request.namespace}/${request.service}`;
    const tag = nextTag(
      [state.tag, cluster.tags.get(key) ?? ''],
      request.quality,
    );
    cluster.tags.set(key, tag);
    const changed = structuredClone(object) as RolloutObject & KubeObject;
    for (const container of changed.spec?.template?.spec?.containers ?? []) {
      if (container.name === request.service) {
        const old = tagOf(container.image);
        container.image = `${container.image.slice(0, -old.length)}${tag}`;
      }
    }
    cluster.store.update(cluster.rollouts, changed);
    const started: StartedRelease = {
      ...request,
      tag,
      by,
      at: this.#clock.now().toISOString(),
    };
    this.#started = [started, ...this.#started].slice(0, KEPT_RELEASES);
    return started;
  }

  view(): DemoView {
    return {
      running: this.#running,
      clusters: [...this.#clusters.values()].map(cluster => ({
        name: cluster.name,
        nextReleaseAt: cluster.next?.toISOString(),
        services: this.#candidates(cluster).map(({ idleMs, ...state }) => ({
          ...state,
          idleSeconds: Math.floor(idleMs / 1_000),
          idleSecondsNeeded: idleNeeded(state) / 1_000,
        })),
      })),
      started: this.#started,
      outlooks: OUTLOOKS,
    };
  }

  /** What has to outlive the process. */
  snapshot(): Json {
    const clusters = [...this.#clusters.values()];
    return JSON.parse(
      JSON.stringify({
        runs: Object.fromEntries(
          clusters.map(({ name, runs }) => [name, runs]),
        ),
        tags: Object.fromEntries(
          clusters.map(({ name, tags }) => [name, Object.fromEntries(tags)]),
        ),
        started: this.#started,
      }),
    );
  }

  #see(cluster: ClusterDemo, object: Readonly<RolloutObject>): void {
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

  #candidates(cluster: ClusterDemo): Candidate[] {
    const now = this.#clock.now().getTime();
    return cluster.store
      .list<RolloutObject & KubeObject>(cluster.rollouts)
      .flatMap(object => {
        const state = rolloutState(object);
        const rest = cluster.rests.get(object.metadata.uid);
        return state ? [{ ...state, idleMs: now - (rest?.since ?? now) }] : [];
      });
  }

  #plan(cluster: ClusterDemo): void {
    const words = [this.#seed, cluster.name, cluster.runs];
    const wait = nextReleaseIn(...words);
    cluster.next = new Date(this.#clock.now().getTime() + wait);
    cluster.cancel = this.#clock.after(wait, () => {
      cluster.runs += 1;
      const choice = chooseRelease(this.#candidates(cluster), ...words);
      if (choice) this.release({ cluster: cluster.name, ...choice }, 'demo');
      this.#plan(cluster);
    });
  }
}
