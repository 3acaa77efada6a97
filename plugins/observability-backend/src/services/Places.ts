import { NotFoundError } from '@backstage/errors';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import { ObservedPlace } from '@slipway/plugin-observability-common';
import { Owners } from '@slipway/plugin-owners-node';
import { PrometheusService } from '@slipway/plugin-metrics-node';
import { LogsService } from '../logs/LogsService';
import { KINDS, ReplicaSet, Workload } from './workloadKinds';

/** Where a workload is. */
export interface WorkloadRef {
  cluster: string;
  namespace: string;
  workload: string;
}

/** Workloads of entities, with their revisions, from the caches of the clusters. */
export class Places {
  readonly #caches: Array<KindCache<Workload>>;
  readonly #replicaSets: KindCache<ReplicaSet>;

  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'environmentOf' | 'watch'>;
      owners: Pick<Owners, 'bind'>;
      logs: Pick<LogsService, 'has'>;
      prometheus: Pick<PrometheusService, 'has'>;
    },
  ) {
    const { clusters } = options;
    // Rollouts first: a Deployment of the same name is their pod template.
    this.#caches = [
      clusters.watch(KINDS.rollouts),
      clusters.watch(KINDS.deployments),
    ];
    this.#replicaSets = clusters.watch(KINDS.replicaSets);
  }

  stop(): void {
    for (const cache of [...this.#caches, this.#replicaSets]) cache.release();
  }

  /** What an entity owns; by cluster, namespace and name. */
  of(entityRef: string): ObservedPlace[] {
    const found = new Map<string, ObservedPlace>();
    for (const cache of this.#caches) {
      for (const workload of cache.list()) {
        const ref = refOf(cache, workload);
        const key = [ref.cluster, ref.namespace, ref.workload].join(' ');
        if (
          !found.has(key) &&
          this.#ownerOf(ref.cluster, workload) === entityRef
        ) {
          found.set(key, this.#place(ref, workload));
        }
      }
    }
    return [...found.entries()]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([, place]) => place);
  }

  /**
   * One workload of an entity.
   *
   * @throws NotFoundError when the entity has no such workload
   */
  one(
    entityRef: string,
    ref: WorkloadRef,
  ): {
    place: ObservedPlace;
    route?: Workload['route'];
  } {
    const workload = this.#find(ref);
    if (!workload || this.#ownerOf(ref.cluster, workload) !== entityRef) {
      throw new NotFoundError(
        `${entityRef} has no workload ${ref.namespace}/${ref.workload} in cluster ${ref.cluster}.`,
      );
    }
    return {
      place: this.#place(ref, workload),
      ...(workload.route ? { route: workload.route } : {}),
    };
  }

  /** The entity that owns a workload; undefined where nobody does. */
  entityOf(ref: WorkloadRef): string | undefined {
    const workload = this.#find(ref);
    return workload && this.#ownerOf(ref.cluster, workload);
  }

  /** Names of the workloads in a namespace. */
  namesIn(cluster: string, namespace: string): string[] {
    const names = this.#caches.flatMap(cache =>
      cache.list({ cluster, namespace }).map(({ metadata }) => metadata.name),
    );
    return [...new Set(names)].sort();
  }

  /** Clusters whose workloads are not known now; kinds that are not installed are none. */
  missing(): Array<{ source: string; reason?: string }> {
    return this.#caches.flatMap(cache =>
      cache
        .freshness()
        .filter(({ state }) => state === 'unreachable' || state === 'stale')
        .map(({ cluster, resource, reason }) => ({
          source: `${cluster}: ${resource ?? 'workloads'}`,
          ...(reason ? { reason } : {}),
        })),
    );
  }

  #find({ cluster, namespace, workload }: WorkloadRef): Workload | undefined {
    return this.#caches
      .map(cache => cache.get({ cluster, namespace, name: workload }))
      .find(Boolean);
  }

  #ownerOf(cluster: string, workload: Workload): string | undefined {
    const { entity } = this.options.owners.bind(cluster, workload.metadata);
    return entity.state === 'bound' ? entity.entityRef : undefined;
  }

  #place(ref: WorkloadRef, workload: Workload): ObservedPlace {
    const { clusters, logs, prometheus } = this.options;
    const { cluster, namespace, workload: name } = ref;
    const { kind, stableHash, currentHash, canary } = workload;
    const replicaSet =
      currentHash &&
      this.#replicaSets.get({
        cluster,
        namespace,
        name: `${name}-${currentHash}`,
      });
    return {
      cluster,
      namespace,
      workload: name,
      kind,
      environment: clusters.environmentOf(cluster, namespace).environment,
      metrics: prometheus.has(cluster),
      logs: logs.has(cluster),
      ...(stableHash ? { stable: stableHash } : {}),
      // The preview of blue-green has no traffic to compare.
      ...(canary && stableHash && currentHash && currentHash !== stableHash
        ? { canary: currentHash }
        : {}),
      ...(replicaSet
        ? { releasedAt: replicaSet.metadata.creationTimestamp }
        : {}),
    };
  }
}

function refOf(cache: KindCache<Workload>, workload: Workload): WorkloadRef {
  const { namespace = '', name } = workload.metadata;
  return { cluster: cache.clusterOf(workload), namespace, workload: name };
}
