import { KubeObject } from '@slipway/plugin-clusters-common';
import {
  Clusters,
  KindCache,
  KindDefinition,
} from '@slipway/plugin-clusters-node';
import {
  AnalysisRun,
  Experiment,
  KubeEvent,
  Pod,
  POD_TEMPLATE_HASH_LABEL,
  ReplicaSet,
  Rollout,
  rolloutKinds,
} from '@slipway/plugin-rollouts-common';
import { InvolvedIndex } from './InvolvedIndex';

/** Everything that the caches hold of one rollout. */
export interface RolloutFamily {
  rollout: Rollout;
  replicaSets: ReplicaSet[];
  pods: Pod[];
  analysisRuns: AnalysisRun[];
  experiments: Experiment[];
  /** Of the rollout, its ReplicaSets, AnalysisRuns and Experiments; of its pods only warnings. */
  events: KubeEvent[];
}

/** UID of the controller of an object, if it is of that kind. */
function controllerUid(object: KubeObject, kind: string): string | undefined {
  return object.metadata.ownerReferences?.find(
    owner => owner.controller && owner.kind === kind,
  )?.uid;
}

/** ReplicaSets of Deployments are not kept. */
const replicaSets: KindDefinition<ReplicaSet> = {
  ...rolloutKinds.replicaSets,
  project(raw) {
    const object = rolloutKinds.replicaSets.project(raw);
    return controllerUid(object, 'Rollout') ??
      controllerUid(object, 'Experiment')
      ? object
      : undefined;
  },
};

/** The controller gives each pod of a rollout this label; other pods are not kept. */
const pods: KindDefinition<Pod> = {
  ...rolloutKinds.pods,
  project(raw) {
    const object = rolloutKinds.pods.project(raw);
    return object.metadata.labels?.[POD_TEMPLATE_HASH_LABEL]
      ? object
      : undefined;
  },
};

const EVENT_KINDS: ReadonlySet<string | undefined> = new Set([
  'Rollout',
  'ReplicaSet',
  'AnalysisRun',
  'Experiment',
  'Pod',
]);

/** Events of other kinds of objects are not kept. */
const events: KindDefinition<KubeEvent> = {
  ...rolloutKinds.events,
  project(raw) {
    const object = rolloutKinds.events.project(raw);
    return EVENT_KINDS.has(object.involvedObject.kind) ? object : undefined;
  },
};

/**
 * The caches that rollouts are read from, and how their objects hang together:
 * always by owner UID, never by name.
 */
export class RolloutCaches {
  readonly rollouts: KindCache<Rollout>;
  readonly #replicaSets: KindCache<ReplicaSet>;
  readonly #pods: KindCache<Pod>;
  readonly #analysisRuns: KindCache<AnalysisRun>;
  readonly #experiments: KindCache<Experiment>;
  readonly #events: KindCache<KubeEvent>;
  readonly #involved: InvolvedIndex;

  /** Starts, or joins, the watches. */
  constructor(clusters: Pick<Clusters, 'watch'>) {
    this.rollouts = clusters.watch(rolloutKinds.rollouts);
    this.#replicaSets = clusters.watch(replicaSets);
    this.#pods = clusters.watch(pods);
    this.#analysisRuns = clusters.watch(rolloutKinds.analysisRuns);
    this.#experiments = clusters.watch(rolloutKinds.experiments);
    this.#events = clusters.watch(events);
    this.#involved = new InvolvedIndex(this.#events);
  }

  /** All caches, for freshness. */
  all(): ReadonlyArray<KindCache<KubeObject>> {
    return [
      this.rollouts,
      this.#replicaSets,
      this.#pods,
      this.#analysisRuns,
      this.#experiments,
      this.#events,
    ] as unknown as ReadonlyArray<KindCache<KubeObject>>;
  }

  /** Ends the watches, as far as nobody else holds them. */
  release() {
    this.all().forEach(cache => cache.release());
  }

  /** ReplicaSets of a rollout and of its Experiments. */
  replicaSetsOf(cluster: string, rolloutUid: string): ReplicaSet[] {
    const experiments = this.#experiments.listByOwner(cluster, rolloutUid);
    return [rolloutUid, ...experiments.map(({ metadata }) => metadata.uid)]
      .map(uid => this.#replicaSets.listByOwner(cluster, uid))
      .flat();
  }

  /** The rollout with everything that belongs to it; `undefined` when it is not there (any more). */
  family(cluster: string, rolloutUid: string): RolloutFamily | undefined {
    const rollout = this.rollouts.getByUid(cluster, rolloutUid);
    if (!rollout) return undefined;
    const experiments = this.#experiments.listByOwner(cluster, rolloutUid);
    const replicaSetsOfIt = this.replicaSetsOf(cluster, rolloutUid);
    const analysisRuns = [
      ...this.#analysisRuns.listByOwner(cluster, rolloutUid),
      ...experiments.flatMap(({ metadata }) =>
        this.#analysisRuns.listByOwner(cluster, metadata.uid),
      ),
    ];
    const podsOfIt = replicaSetsOfIt.flatMap(({ metadata }) =>
      this.#pods.listByOwner(cluster, metadata.uid),
    );
    const of = (objects: KubeObject[]) =>
      objects.flatMap(({ metadata }) =>
        this.#involved.of(cluster, metadata.uid),
      );
    return {
      rollout,
      replicaSets: replicaSetsOfIt,
      pods: podsOfIt,
      analysisRuns,
      experiments,
      events: [
        ...of([rollout, ...replicaSetsOfIt, ...analysisRuns, ...experiments]),
        ...of(podsOfIt).filter(({ type }) => type === 'Warning'),
      ],
    };
  }

  /**
   * Calls back with the UID of each rollout that a change concerns, and with
   * `undefined` when all rollouts of a cluster may be concerned.
   *
   * @returns the function that ends it
   */
  onAffected(
    listener: (cluster: string, rolloutUid: string | undefined) => void,
  ): () => void {
    const follow = <T extends KubeObject>(
      cache: KindCache<T>,
      rolloutOf: (cluster: string, object: T) => string | undefined,
    ) =>
      cache.subscribe(event => {
        if (event.type === 'sync') listener(event.cluster, undefined);
        if (event.type !== 'upsert' && event.type !== 'remove') return;
        const uid = rolloutOf(event.cluster, event.object);
        if (uid) listener(event.cluster, uid);
      });
    const owned = (_: string, object: KubeObject) =>
      controllerUid(object, 'Rollout');
    const ends = [
      follow(this.rollouts, (_, { metadata }) => metadata.uid),
      follow(this.#replicaSets, (cluster, replicaSet) =>
        this.#rolloutOfChild(cluster, replicaSet),
      ),
      follow(this.#analysisRuns, (cluster, run) =>
        this.#rolloutOfChild(cluster, run),
      ),
      follow(this.#experiments, owned),
      follow(this.#pods, (cluster, pod) => this.#rolloutOfPod(cluster, pod)),
      follow(this.#events, (cluster, { involvedObject }) =>
        involvedObject.uid
          ? this.#rolloutOf(cluster, involvedObject.uid)
          : undefined,
      ),
    ];
    return () => ends.forEach(end => end());
  }

  #rolloutOfPod(cluster: string, pod: KubeObject): string | undefined {
    const owner = controllerUid(pod, 'ReplicaSet');
    const replicaSet = owner && this.#replicaSets.getByUid(cluster, owner);
    return replicaSet ? this.#rolloutOfChild(cluster, replicaSet) : undefined;
  }

  /** A run or a ReplicaSet belongs to a rollout, or to an Experiment of one. */
  #rolloutOfChild(cluster: string, child: KubeObject): string | undefined {
    const owner = controllerUid(child, 'Experiment');
    const experiment = owner && this.#experiments.getByUid(cluster, owner);
    return controllerUid(experiment || child, 'Rollout');
  }

  #rolloutOf(cluster: string, uid: string): string | undefined {
    if (this.rollouts.getByUid(cluster, uid)) return uid;
    const child =
      this.#replicaSets.getByUid(cluster, uid) ??
      this.#experiments.getByUid(cluster, uid) ??
      this.#analysisRuns.getByUid(cluster, uid);
    if (child) return this.#rolloutOfChild(cluster, child);
    const pod = this.#pods.getByUid(cluster, uid);
    return pod ? this.#rolloutOfPod(cluster, pod) : undefined;
  }
}
