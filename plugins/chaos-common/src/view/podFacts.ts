import { controllerOf } from '@slipway/plugin-clusters-common';
import { ChaosPod } from '../raw';
import { PodFacts } from '../types';

const HASH_LABELS = ['rollouts-pod-template-hash', 'pod-template-hash'];

/** Hash of the pod template that a pod was made of; undefined for pods without one. */
export function templateHashOf({ metadata }: ChaosPod): string | undefined {
  const label = HASH_LABELS.find(name => metadata.labels?.[name] !== undefined);
  return label && metadata.labels?.[label];
}

/**
 * Name of what made a pod, with its kind. A ReplicaSet's name ends in the hash
 * of the template: without it, it is the name of the Rollout or Deployment.
 *
 * @see k8s.io/kubernetes/pkg/controller/deployment/sync.go `getNewReplicaSet`;
 *   argo-rollouts rollout/sync.go `createDesiredReplicaSet`
 */
export function workloadOf(pod: ChaosPod): string | undefined {
  const owner = controllerOf(pod);
  if (!owner) return undefined;
  const hash = templateHashOf(pod);
  if (
    owner.kind !== 'ReplicaSet' ||
    !hash ||
    !owner.name.endsWith(`-${hash}`)
  ) {
    return `${owner.kind} ${owner.name}`;
  }
  const name = owner.name.slice(0, -hash.length - 1);
  const isRollout = pod.metadata.labels?.[HASH_LABELS[0]] !== undefined;
  return `${isRollout ? 'Rollout' : 'Deployment'} ${name}`;
}

/** A pod as pages show it. */
export function podFacts(pod: ChaosPod): PodFacts {
  const { metadata } = pod;
  const workload = workloadOf(pod);
  const revision = templateHashOf(pod);
  return {
    namespace: metadata.namespace ?? '',
    name: metadata.name,
    uid: metadata.uid,
    phase: pod.phase,
    ready: pod.ready,
    ...(pod.nodeName ? { node: pod.nodeName } : {}),
    restarts: pod.restarts,
    createdAt: metadata.creationTimestamp,
    ...(workload ? { workload } : {}),
    ...(revision ? { revision } : {}),
    ...(metadata.deletionTimestamp ? { deleting: true as const } : {}),
  };
}
