import { ReplicaSet, Rollout } from '../raw/types';
import { Serving, WayBack } from '../types';
import { conditionOf } from './pauses';
import { desiredReplicas, isFullyPromoted } from './phase';
import { podTemplateHash } from './weights';

/**
 * A canary's router after an abort or a rollback to stable. With
 * dynamicStableScale the canary's weight falls as stable pods become
 * available; without it, it falls to 0 once stable has all its pods, and with
 * the next reconciliation when it has them already.
 *
 * @see rollout/trafficrouting.go `calculateDesiredWeightOnAbortOrStableRollback`, `checkReplicasAvailable`
 */
function routerWayBack(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): WayBack {
  if (rollout.spec.strategy.canary?.dynamicStableScale) {
    return 'as-stable-available';
  }
  const stable = owned.find(
    replicaSet => podTemplateHash(replicaSet) === rollout.status.stableRS,
  );
  return (stable?.status.availableReplicas ?? 0) >= desiredReplicas(rollout)
    ? 'router-next-reconciliation'
    : 'once-stable-available';
}

/**
 * The active Service after an abort. It is switched back only while the new
 * ReplicaSet has all its pods available, and not while a user has paused.
 *
 * @see rollout/service.go `reconcileActiveService`: `ReadyForPause`, `IsSaturated`
 * @see rollout/context.go `haltProgress`
 */
function selectorWayBack(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
): WayBack | undefined {
  if (rollout.spec.paused) return undefined;
  const current = owned.find(
    replicaSet => podTemplateHash(replicaSet) === rollout.status.currentPodHash,
  );
  if (!current) return undefined;
  return (current.status.availableReplicas ?? 0) === desiredReplicas(rollout)
    ? 'next-reconciliation'
    : 'once-new-available';
}

/**
 * The rule by which the controller takes traffic back to stable; undefined
 * when none applies. With an invalid spec it does nothing.
 *
 * @param owned ReplicaSets of the rollout
 * @see rollout/trafficrouting.go `calculateDesiredWeightOnAbortOrStableRollback`, `checkReplicasAvailable`
 * @see rollout/service.go `reconcileActiveService`
 * @see utils/replicaset/canary.go `CalculateReplicaCountsForBasicCanary`
 */
export function wayBackOf(
  rollout: Rollout,
  owned: readonly ReplicaSet[],
  serving: Serving,
): WayBack | undefined {
  const { status } = rollout;
  const elsewhere = serving.shares.some(
    share =>
      share.role !== 'experiment' && share.podTemplateHash !== status.stableRS,
  );
  const aborted = status.abort === true && !isFullyPromoted(rollout);
  if (
    !elsewhere ||
    !status.stableRS ||
    conditionOf(rollout, 'InvalidSpec') ||
    !(aborted || isFullyPromoted(rollout))
  ) {
    return undefined;
  }
  switch (serving.source) {
    case 'router':
      return routerWayBack(rollout, owned);
    case 'selector':
      return aborted ? selectorWayBack(rollout, owned) : undefined;
    default:
      return rollout.spec.strategy.canary ? 'as-pods-replaced' : undefined;
  }
}
