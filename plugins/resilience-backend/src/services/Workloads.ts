import { Environment } from '@slipway/plugin-clusters-common';
import { Clusters, KindCache } from '@slipway/plugin-clusters-node';
import { MetricsTarget } from '@slipway/plugin-metrics-common';
import { Owners } from '@slipway/plugin-owners-node';
import {
  canaryOf,
  deploymentKind,
  rolloutKind,
  Workload,
} from './workloadKinds';

/** A workload with where it is. */
export interface PlacedWorkload {
  cluster: string;
  namespace: string;
  workload: Workload;
}

/** What is measured of a workload now. */
export interface Targets {
  all: MetricsTarget;
  /** While a canary is under way. */
  canary?: {
    hashes: { stable: string; canary: string };
    stable: MetricsTarget;
    canary: MetricsTarget;
  };
}

/** Workloads of entities, with their canaries, from the caches of the clusters. */
export class Workloads {
  readonly #caches: Array<KindCache<Workload>>;

  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'environmentOf' | 'watch'>;
      owners: Pick<Owners, 'bind'>;
    },
  ) {
    const { clusters } = options;
    // Rollouts first: a Deployment of the same name is their pod template.
    this.#caches = [
      clusters.watch(rolloutKind),
      clusters.watch(deploymentKind),
    ];
  }

  stop(): void {
    for (const cache of this.#caches) cache.release();
  }

  /** Workloads that an entity owns; by cluster, namespace and name. */
  of(entityRef: string): PlacedWorkload[] {
    const { owners } = this.options;
    const found = new Map<string, PlacedWorkload>();
    for (const cache of this.#caches) {
      for (const workload of cache.list()) {
        const cluster = cache.clusterOf(workload);
        const { namespace = '', name } = workload.metadata;
        const key = [cluster, namespace, name].join(' ');
        const { entity } = owners.bind(cluster, workload.metadata);
        if (
          entity.state === 'bound' &&
          entity.entityRef === entityRef &&
          !found.has(key)
        ) {
          found.set(key, { cluster, namespace, workload });
        }
      }
    }
    return [...found.entries()]
      .sort(([a], [b]) => a.localeCompare(b))
      .map(([, placed]) => placed);
  }

  environmentOf(cluster: string, namespace: string): Environment {
    return this.options.clusters.environmentOf(cluster, namespace).environment;
  }

  /** What is measured of a workload. One that is not known any more is measured by its name. */
  targets(place: {
    cluster: string;
    namespace: string;
    workload: string;
  }): Targets {
    const { cluster, namespace, workload: name } = place;
    const workload = this.#caches
      .map(cache => cache.get({ cluster, namespace, name }))
      .find(Boolean);
    const byName = { cluster, namespace, deployment: name };
    const byHash = (podTemplateHash: string) => ({
      cluster,
      namespace,
      podTemplateHash,
    });
    const hashes = workload && canaryOf(workload);
    if (hashes) {
      return {
        all: byName,
        canary: {
          hashes,
          stable: byHash(hashes.stable),
          canary: byHash(hashes.canary),
        },
      };
    }
    // Pods of a Rollout may lack the label of their workload; its hash they have.
    return { all: workload?.stableHash ? byHash(workload.stableHash) : byName };
  }
}
