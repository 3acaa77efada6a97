import {
  EntityPointers,
  Freshness,
  labelsMatch,
} from '@slipway/plugin-clusters-common';

/** One cluster in which rollouts of an entity were looked for. */
export interface LookedInCluster {
  name: string;
  state: Freshness['state'];
  /** ISO time since which it is in that state. */
  since: string;
  reason?: string;
  /** What is known of its rollouts; absent where they cannot be counted. */
  rollouts?: {
    /** All that are known there. */
    total: number;
    /** Those in the namespace that the entity names; absent when it names none. */
    inNamespace?: number;
    /** Namespaces of those whose labels match, also where cluster and namespace of the entity exclude them; sorted. */
    matchingIn: string[];
  };
}

/** Where and how rollouts of an entity were looked for. */
export interface EntityLookup {
  entityRef: string;
  /** Why the annotations of the entity are not known, when they are not. */
  unread?: string;
  kubernetesId?: string;
  labelSelector?: { text: string; error?: string };
  namespace?: string;
  cluster?: string;
  /** Every cluster that is connected, also those that the entity excludes. */
  clusters: LookedInCluster[];
}

/** A rollout as far as looking for it goes. */
export interface LookedAtRollout {
  cluster: string;
  namespace: string;
  labels: Readonly<Record<string, string>>;
}

/**
 * Says where rollouts of an entity are looked for.
 *
 * @param rollouts - every rollout that is known; `undefined` where they are not, and nothing is counted
 */
export function entityLookup(
  entityRef: string,
  pointers: EntityPointers,
  clusters: ReadonlyArray<Omit<LookedInCluster, 'rollouts'>>,
  rollouts?: Iterable<LookedAtRollout>,
): EntityLookup {
  const { kubernetesId, labelSelector, namespace, cluster } = pointers;
  const counts = rollouts && countByCluster(pointers, rollouts);
  return {
    entityRef,
    ...(kubernetesId !== undefined && { kubernetesId }),
    ...(labelSelector && {
      labelSelector: {
        text: labelSelector.text,
        ...(labelSelector.error !== undefined && {
          error: labelSelector.error,
        }),
      },
    }),
    ...(namespace !== undefined && { namespace }),
    ...(cluster !== undefined && { cluster }),
    clusters: clusters.map(({ name, state, since, reason }) => ({
      name,
      state,
      since,
      ...(reason !== undefined && { reason }),
      ...(counts && { rollouts: counts.get(name) ?? none(namespace) }),
    })),
  };
}

type Counts = NonNullable<LookedInCluster['rollouts']>;

function none(namespace: string | undefined): Counts {
  return {
    total: 0,
    ...(namespace !== undefined && { inNamespace: 0 }),
    matchingIn: [],
  };
}

function countByCluster(
  pointers: EntityPointers,
  rollouts: Iterable<LookedAtRollout>,
): Map<string, Counts> {
  const counts = new Map<string, Counts>();
  for (const { cluster, namespace, labels } of rollouts) {
    const own = counts.get(cluster) ?? none(pointers.namespace);
    own.total += 1;
    if (own.inNamespace !== undefined && namespace === pointers.namespace) {
      own.inNamespace += 1;
    }
    if (labelsMatch(pointers, labels) && !own.matchingIn.includes(namespace)) {
      own.matchingIn.push(namespace);
      own.matchingIn.sort();
    }
    counts.set(cluster, own);
  }
  return counts;
}
