import { SCALE_DOWN_DEADLINE_ANNOTATION } from '../raw/resources';
import { ReplicaSet, Rollout } from '../raw/types';
import { ReplicaSetTag, RevisionView } from '../types';
import { containerViews } from './containers';
import { failureOfReplicaSet } from './failures';
import { ownedBy, revisionOf } from './summary';
import { podTemplateHash } from './weights';

/**
 * Health of a ReplicaSet. `Degraded` is the plugin's `ReplicaFailure`.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `getReplicaSetHealth`
 */
export function replicaSetHealth(
  replicaSet: ReplicaSet,
): RevisionView['health'] {
  const { metadata, spec, status } = replicaSet;
  if ((metadata.generation ?? 0) > (status.observedGeneration ?? 0)) {
    return 'Progressing';
  }
  const failure = status.conditions?.find(
    condition => condition.type === 'ReplicaFailure',
  );
  if (failure?.status === 'True') return 'Degraded';
  if (
    spec.replicas !== undefined &&
    (status.availableReplicas ?? 0) < spec.replicas
  ) {
    return 'Progressing';
  }
  return spec.replicas === 0 ? 'ScaledDown' : 'Healthy';
}

/**
 * What a revision is at present. Canary: stable or canary, never both (stable
 * wins), with ping or pong. Blue-green: stable, and active or preview.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `GetReplicaSetInfo`
 */
export function replicaSetTags(
  rollout: Rollout,
  hash: string,
): ReplicaSetTag[] {
  const { spec, status } = rollout;
  const tags: ReplicaSetTag[] = [];
  if (!hash) return tags;
  if (spec.strategy.canary) {
    const stable = status.stableRS === hash;
    const canary = !stable && status.currentPodHash === hash;
    if (stable) tags.push('stable');
    if (canary) tags.push('canary');
    if (spec.strategy.canary.pingPong && (stable || canary)) {
      const stableIsPing = status.canary?.stablePingPong === 'ping';
      tags.push(stable === stableIsPing ? 'ping' : 'pong');
    }
  }
  if (spec.strategy.blueGreen) {
    if (status.stableRS === hash) tags.push('stable');
    if (status.blueGreen?.activeSelector === hash) tags.push('active');
    else if (status.blueGreen?.previewSelector === hash) tags.push('preview');
  }
  return tags;
}

/**
 * The rollout's revisions, newest first. ReplicaSets of other owners are ignored.
 *
 * @see pkg/kubectl-argo-rollouts/info/replicaset_info.go `GetReplicaSetInfo`
 */
export function deriveRevisions(
  rollout: Rollout,
  replicaSets: readonly ReplicaSet[],
): RevisionView[] {
  return ownedBy(rollout.metadata.uid, replicaSets)
    .map((replicaSet): RevisionView => {
      const hash = podTemplateHash(replicaSet);
      const failure = failureOfReplicaSet(replicaSet);
      const scaleDownAt =
        replicaSet.metadata.annotations?.[SCALE_DOWN_DEADLINE_ANNOTATION];
      return {
        uid: replicaSet.metadata.uid,
        name: replicaSet.metadata.name,
        revision: revisionOf(replicaSet.metadata.annotations),
        podTemplateHash: hash,
        tags: replicaSetTags(rollout, hash),
        health: replicaSetHealth(replicaSet),
        replicas: {
          desired: replicaSet.spec.replicas ?? 0,
          ready: replicaSet.status.readyReplicas ?? 0,
          available: replicaSet.status.availableReplicas ?? 0,
        },
        containers: containerViews(replicaSet.spec.template),
        createdAt: replicaSet.metadata.creationTimestamp,
        ...(failure ? { failure } : {}),
        ...(scaleDownAt ? { scaleDownAt } : {}),
      };
    })
    .sort((a, b) => b.revision - a.revision || (a.name < b.name ? -1 : 1));
}
