import { canaryCounts } from './canaryCounts';
import { byHash, hashOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { blueGreenOf, replicasOf } from './spec';

/** Replicas that the new ReplicaSet is to have. Upstream: `NewRSNewReplicas`. */
export function newReplicaCount(context: RolloutContext): number {
  const { rollout, newRS, stableRS, allRSs, otherRSs } = context;
  const blueGreen = blueGreenOf(rollout);
  if (!blueGreen) {
    return canaryCounts(
      rollout,
      newRS,
      stableRS,
      otherRSs,
      context.next.canary?.weights,
    ).canary;
  }
  const replicas = replicasOf(rollout);
  const preview = blueGreen.previewReplicaCount;
  if (preview === undefined) return replicas;
  const active = byHash(allRSs, rollout.status.blueGreen?.activeSelector);
  if (!active || active.metadata.name === newRS?.metadata.name) return replicas;
  if (rollout.status.promoteFull) return replicas;
  if (hashOf(newRS) !== rollout.status.currentPodHash) return preview;
  const paused =
    rollout.spec.paused || (rollout.status.pauseConditions?.length ?? 0) > 0;
  return !paused && rollout.status.blueGreen?.scaleUpPreviewCheckPoint
    ? replicas
    : preview;
}
