import {
  ClusterDetails,
  KubernetesServiceLocator,
} from '@backstage/plugin-kubernetes-node';
import {
  CLUSTER_ANNOTATION,
  KUBERNETES_ID_KEY,
  LABEL_SELECTOR_ANNOTATION,
  NAMESPACE_ANNOTATION,
} from '@slipway/plugin-clusters-common';

/** An entity of the catalog. */
export type Entity = Parameters<
  KubernetesServiceLocator['getClustersByEntity']
>[0];

/** Annotations by which an entity points at workloads. */
const POINTERS = [
  KUBERNETES_ID_KEY,
  LABEL_SELECTOR_ANNOTATION,
  NAMESPACE_ANNOTATION,
  CLUSTER_ANNOTATION,
];

/** The cluster that an entity limits itself to. */
export function namedCluster(entity: Entity): string | undefined {
  return (
    entity.metadata?.annotations?.[CLUSTER_ANNOTATION]?.trim() || undefined
  );
}

/** The entity with its pointers as the Rollouts tab reads them: trimmed, and absent when blank. */
export function withTrimmedPointers(entity: Entity): Entity {
  const annotations = { ...entity.metadata?.annotations };
  for (const key of POINTERS) {
    const text = annotations[key]?.trim();
    if (text) annotations[key] = text;
    else delete annotations[key];
  }
  return { ...entity, metadata: { ...entity.metadata, annotations } };
}

/**
 * Which clusters an entity is looked for in: those that the configured locator
 * gives, and of them only the one of the annotation, as the Rollouts tab does.
 * A question can be pinned to one cluster.
 */
export class EntityClusters implements KubernetesServiceLocator {
  readonly #pinned = new WeakMap<Entity, ClusterDetails>();

  constructor(private readonly configured: KubernetesServiceLocator) {}

  /** A copy of the entity that is looked for in this cluster and no other. */
  pin(entity: Entity, cluster: ClusterDetails): Entity {
    const copy = { ...entity };
    this.#pinned.set(copy, cluster);
    return copy;
  }

  async getClustersByEntity(
    ...[entity, context]: Parameters<
      KubernetesServiceLocator['getClustersByEntity']
    >
  ): Promise<{ clusters: ClusterDetails[] }> {
    const pinned = this.#pinned.get(entity);
    if (pinned) return { clusters: [pinned] };
    const { clusters } = await this.configured.getClustersByEntity(
      entity,
      context,
    );
    const name = namedCluster(entity);
    return {
      clusters:
        name === undefined
          ? clusters
          : clusters.filter(cluster => cluster.name === name),
    };
  }
}
