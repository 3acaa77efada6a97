import { Rollout } from '../rolloutModel';
import { ReplicaSet } from '../../../loops/model';
import { seconds } from '../../../loops/time';
import { replicasOf } from './spec';

/** What ReplicaSets of a Rollout tell. Upstream: `utils/replicaset/replicaset.go`, `utils/annotations/annotations.go`. */

export const HASH_LABEL = 'rollouts-pod-template-hash';
export const REVISION = 'rollout.argoproj.io/revision';
export const REVISION_HISTORY = 'rollout.argoproj.io/revision-history';
export const DESIRED_REPLICAS = 'rollout.argoproj.io/desired-replicas';
export const WORKLOAD_GENERATION = 'rollout.argoproj.io/workload-generation';
export const SCALE_DOWN_DEADLINE = 'scale-down-deadline';
/** Remembers which metadata of pods was injected, as JSON. */
export const EPHEMERAL_METADATA = 'rollout.argoproj.io/ephemeral-metadata';
export const MANAGED_BY = 'argo-rollouts.argoproj.io/managed-by-rollouts';

type MaybeReplicaSet = ReplicaSet | undefined;

export const hashOf = (replicaSet: MaybeReplicaSet): string =>
  replicaSet?.metadata.labels?.[HASH_LABEL] ?? '';

export const revisionOf = (object: {
  metadata: { annotations?: Record<string, string> };
}): number => Number(object.metadata.annotations?.[REVISION] ?? 0) || 0;

export const maxRevision = (replicaSets: ReplicaSet[]): number =>
  replicaSets.reduce((most, one) => Math.max(most, revisionOf(one)), 0);

export const byHash = (
  replicaSets: ReplicaSet[],
  hash: string | undefined,
): MaybeReplicaSet =>
  hash ? replicaSets.find(one => hashOf(one) === hash) : undefined;

export const wanted = (replicaSet: MaybeReplicaSet): number =>
  replicaSet?.spec.replicas ?? (replicaSet ? 1 : 0);

export const available = (replicaSet: MaybeReplicaSet): number =>
  replicaSet?.status.availableReplicas ?? 0;

export const actual = (replicaSet: MaybeReplicaSet): number =>
  replicaSet?.status.replicas ?? 0;

export const sumOf = (
  replicaSets: MaybeReplicaSet[],
  count: (replicaSet: MaybeReplicaSet) => number,
): number => replicaSets.reduce((sum, one) => sum + count(one), 0);

export const ready = (replicaSet: MaybeReplicaSet): number =>
  replicaSet?.status.readyReplicas ?? 0;

/** Everything that is neither new nor stable. */
export const othersOf = (
  replicaSets: ReplicaSet[],
  newRS: MaybeReplicaSet,
  stableRS: MaybeReplicaSet,
): ReplicaSet[] =>
  replicaSets.filter(
    one =>
      one.metadata.uid !== newRS?.metadata.uid &&
      one.metadata.uid !== stableRS?.metadata.uid,
  );

export const isAvailable = (replicaSet: MaybeReplicaSet): boolean =>
  wanted(replicaSet) !== 0 &&
  available(replicaSet) !== 0 &&
  wanted(replicaSet) <= available(replicaSet);

export const deadlineOf = (replicaSet: MaybeReplicaSet): string | undefined =>
  replicaSet?.metadata.annotations?.[SCALE_DOWN_DEADLINE] || undefined;

/** Time until a ReplicaSet is to be scaled down, ms; undefined when it has come or is not set. */
export function timeToScaleDown(
  replicaSet: ReplicaSet,
  now: number,
): number | undefined {
  const left = seconds(deadlineOf(replicaSet)) - now;
  return left > 0 ? left : undefined;
}

/** Whether the ReplicaSet holds all that the Rollout wants, and knows it. */
export const isSaturated = (
  rollout: Rollout,
  replicaSet: MaybeReplicaSet,
): boolean => {
  const desired = replicasOf(rollout);
  return (
    replicaSet !== undefined &&
    Number(replicaSet.metadata.annotations?.[DESIRED_REPLICAS] ?? NaN) ===
      desired &&
    wanted(replicaSet) === desired &&
    available(replicaSet) === desired
  );
};

const older = (left: ReplicaSet, right: ReplicaSet) =>
  Date.parse(left.metadata.creationTimestamp) -
  Date.parse(right.metadata.creationTimestamp);

export const isOlder = (left: ReplicaSet, right: ReplicaSet): boolean =>
  older(left, right) < 0;

export const newestRevisionFirst = (replicaSets: ReplicaSet[]): ReplicaSet[] =>
  [...replicaSets].sort(
    (left, right) => revisionOf(right) - revisionOf(left) || older(right, left),
  );

export const oldestFirst = (replicaSets: ReplicaSet[]): ReplicaSet[] =>
  [...replicaSets].sort(older);
