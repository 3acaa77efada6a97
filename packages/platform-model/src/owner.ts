import type { PodNow, PodOwner } from './types.ts';

/**
 * The owner of a pod as Linkerd names it: a Deployment, or the ReplicaSet where
 * that belongs to a Rollout, which is no kind that it looks for.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/
 */
export function ownerOf({
  workload,
  replicaSet,
  templateHash,
}: PodNow): PodOwner {
  return templateHash
    ? { kind: 'replicaset', name: replicaSet }
    : { kind: 'deployment', name: workload };
}

/** An owner as one text. */
export const ownerKey = ({ kind, name }: PodOwner): string => `${kind}/${name}`;
