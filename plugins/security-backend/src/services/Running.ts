import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import { Owners } from '@slipway/plugin-owners-node';
import {
  ImageRef,
  Pod,
  ReplicaSet,
  Role,
  runningImage,
  runningKinds,
  Workload,
} from '@slipway/plugin-security-common';

/** Whose something is; empty where no entity owns it. */
export interface OwnedBy {
  entityRef?: string;
  ownerRef?: string;
}

/** A container of one revision of a workload. */
export interface RunningContainer extends OwnedBy {
  cluster: string;
  namespace: string;
  workload: string;
  kind: Workload['kind'];
  role: Role;
  replicaSet: string;
  container: string;
  image: ImageRef;
  pods: number;
}

/** What runs, from the caches of the clusters: workloads, their revisions, the images of their pods. */
export class Running {
  readonly #workloads: Array<KindCache<Workload>>;
  readonly #replicaSets: KindCache<ReplicaSet>;
  readonly #pods: KindCache<Pod>;

  constructor(
    clusters: Pick<Clusters, 'watch'>,
    private readonly owners: Pick<Owners, 'bind'>,
  ) {
    this.#workloads = [
      clusters.watch<Workload>(runningKinds.rollouts),
      clusters.watch<Workload>(runningKinds.deployments),
    ];
    this.#replicaSets = clusters.watch<ReplicaSet>(runningKinds.replicaSets);
    this.#pods = clusters.watch<Pod>(runningKinds.pods);
  }

  /** Resolves when what can be read was read once. */
  async ready(): Promise<void> {
    await Promise.all(
      [...this.#workloads, this.#replicaSets, this.#pods].map(cache =>
        cache.ready(),
      ),
    );
  }

  /** Calls back after each change of a workload or of its revisions. */
  onChange(listener: () => void): void {
    for (const cache of this.#workloads) cache.subscribe(listener);
    this.#replicaSets.subscribe(listener);
  }

  stop(): void {
    for (const cache of this.#workloads) cache.release();
    this.#replicaSets.release();
    this.#pods.release();
  }

  /** Clusters that have workloads. */
  clusters(): string[] {
    const names = this.#replicaSets.freshness().map(each => each.cluster);
    return [...new Set(names)].sort();
  }

  /** The Rollout or Deployment of a ReplicaSet; undefined when it is not known. */
  workloadOf(
    cluster: string,
    namespace: string,
    replicaSet: string,
  ): string | undefined {
    const found = this.#replicaSets.get({
      cluster,
      namespace,
      name: replicaSet,
    });
    const owners = found?.metadata.ownerReferences ?? [];
    return owners.find(({ controller }) => controller)?.name;
  }

  /** All containers that run now. */
  all(): RunningContainer[] {
    return this.#workloads.flatMap(cache =>
      cache
        .list()
        .flatMap(workload =>
          this.#containersOf(cache.clusterOf(workload), workload),
        ),
    );
  }

  /** Containers of an entity's workloads that run now. */
  ofEntity(entityRef: string): RunningContainer[] {
    return this.#workloads.flatMap(cache =>
      cache.list().flatMap(workload => {
        const cluster = cache.clusterOf(workload);
        const { entity } = this.owners.bind(cluster, workload.metadata);
        return entity.state === 'bound' && entity.entityRef === entityRef
          ? this.#containersOf(cluster, workload)
          : [];
      }),
    );
  }

  /** Who owns a workload; empty where nobody does. */
  ownerOf(place: {
    cluster: string;
    namespace: string;
    workload: string;
  }): OwnedBy {
    const { cluster, namespace, workload: name } = place;
    const workload = this.#workloads
      .map(cache => cache.get({ cluster, namespace, name }))
      .find(Boolean);
    return workload ? this.#ownedBy(cluster, workload) : {};
  }

  /** A rollout, with the containers of its revisions; undefined when there is none. */
  rollout(ref: {
    cluster: string;
    namespace: string;
    name: string;
  }): { workload: Workload; containers: RunningContainer[] } | undefined {
    const workload = this.#workloads[0].get(ref);
    return (
      workload && {
        workload,
        containers: this.#containersOf(ref.cluster, workload),
      }
    );
  }

  #ownedBy(cluster: string, workload: Workload): OwnedBy {
    const { entity, ownerRef } = this.owners.bind(cluster, workload.metadata);
    return entity.state === 'bound'
      ? { entityRef: entity.entityRef, ...(ownerRef ? { ownerRef } : {}) }
      : {};
  }

  #containersOf(cluster: string, workload: Workload): RunningContainer[] {
    const { name, namespace = '', uid } = workload.metadata;
    const sets = this.#replicaSets.listByOwner(cluster, uid);
    const newest = Math.max(...sets.map(({ revision }) => revision));
    const owned = this.#ownedBy(cluster, workload);
    return sets.flatMap(set => {
      const role = roleOf(workload, set, newest);
      const pods = this.#pods.listByOwner(cluster, set.metadata.uid);
      if (set.replicas === 0 && pods.length === 0) return [];
      return set.containers.map(({ name: container, image }) => {
        const statuses = pods.flatMap(pod =>
          pod.containers.filter(each => each.name === container),
        );
        const imageID = statuses.find(each => each.imageID)?.imageID;
        return {
          ...owned,
          cluster,
          namespace,
          workload: name,
          kind: workload.kind,
          role,
          replicaSet: set.metadata.name,
          container,
          image: runningImage(image, imageID),
          pods: pods.length,
        };
      });
    });
  }
}

/** @see status.stableRS and status.currentPodHash of Argo Rollouts; the newest revision of a Deployment is the wanted one */
function roleOf(workload: Workload, set: ReplicaSet, newest: number): Role {
  if (workload.kind === 'Deployment') {
    return set.revision === newest ? 'stable' : 'other';
  }
  if (set.hash !== undefined && set.hash === workload.stableHash) {
    return 'stable';
  }
  return set.hash !== undefined && set.hash === workload.currentHash
    ? 'canary'
    : 'other';
}
