import { ReplicaSet } from '../../../loops/model';
import { stamp } from '../../../loops/time';
import { newReplicaCount } from './newReplicaCount';
import { pauseConditionOf } from './PauseContext';
import {
  available,
  deadlineOf,
  DESIRED_REPLICAS,
  newestRevisionFirst,
  oldestFirst,
  revisionOf,
  SCALE_DOWN_DEADLINE,
  sumOf,
  timeToScaleDown,
  wanted,
} from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { skipsPostPromotion } from './runRules';
import { isReferenced } from './services';
import {
  abortScaleDownDelay,
  blueGreenOf,
  canaryOf,
  isFullyPromoted,
  isRouted,
  maxUnavailable,
  replicasOf,
  scaleDownDelay,
  scaleDownRevisionLimit,
} from './spec';

/** Scaling of ReplicaSets. Upstream: `rollout/replicaset.go`, `scaleReplicaSet` in `rollout/sync.go`. */

/** @returns whether the number of replicas changed */
export function scale(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  count: number,
): boolean {
  const desired = String(replicasOf(context.rollout));
  const before = wanted(replicaSet);
  const annotations = replicaSet.metadata.annotations;
  const annotationsDiffer =
    annotations?.[DESIRED_REPLICAS] !== desired ||
    (desired === '0' && deadlineOf(replicaSet) !== undefined);
  if (before === count && !annotationsDiffer) return false;
  context.updateReplicaSet(replicaSet, changed => {
    changed.spec.replicas = count;
    changed.metadata.annotations = {
      ...annotations,
      [DESIRED_REPLICAS]: desired,
    };
    if (count === 0 && !delaysScaleDownOnAbort(context)) {
      delete changed.metadata.annotations[SCALE_DOWN_DEADLINE];
    }
  });
  if (before === count) return false;
  context.event(
    'Normal',
    'ScalingReplicaSet',
    `Scaled ${before < count ? 'up' : 'down'} ReplicaSet ${
      replicaSet.metadata.name
    } (revision ${revisionOf(replicaSet)}) from ${before} to ${count}`,
  );
  return true;
}

/** Whether the new ReplicaSet of an aborted rollout is kept for a while. */
export function delaysScaleDownOnAbort(context: RolloutContext): boolean {
  const { rollout, stableRS, pause } = context;
  if (!pause.aborted || !stableRS) return false;
  if (canaryOf(rollout) && !isRouted(rollout)) return false;
  const { delay, wasSet } = abortScaleDownDelay(rollout);
  if (delay === undefined) return false;
  return !canaryOf(rollout)?.dynamicStableScale || wasSet;
}

function removeDeadline(context: RolloutContext, replicaSet: ReplicaSet): void {
  if (deadlineOf(replicaSet)) context.removeDeadline(replicaSet);
}

function addDeadline(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  delay: number,
): void {
  if (delay === 0) {
    removeDeadline(context, replicaSet);
    return;
  }
  const deadline = new Date(context.now.getTime() + delay * 1000);
  context.updateReplicaSet(replicaSet, changed => {
    changed.metadata.annotations = {
      ...changed.metadata.annotations,
      [SCALE_DOWN_DEADLINE]: stamp(deadline),
    };
  });
  context.services.requeueAfter(delay * 1000);
}

/** New and stable ReplicaSets are wanted again. */
export function removeDeadlines(context: RolloutContext): void {
  const { newRS, stableRS } = context;
  if (newRS && !delaysScaleDownOnAbort(context)) removeDeadline(context, newRS);
  if (stableRS && stableRS.metadata.name !== newRS?.metadata.name) {
    removeDeadline(context, stableRS);
  } else if (stableRS && stableRS !== newRS) {
    removeDeadline(context, stableRS);
  }
}

/** @returns whether it was scaled */
export function reconcileNewReplicaSet(context: RolloutContext): boolean {
  const { newRS, stableRS, rollout, now } = context;
  if (!newRS) return false;
  let count = newReplicaCount(context);
  if (delaysScaleDownOnAbort(context)) {
    const { delay } = abortScaleDownDelay(rollout);
    if (deadlineOf(newRS)) {
      const left = timeToScaleDown(newRS, now.getTime());
      if (left !== undefined) {
        context.services.requeueAfter(left + 1);
        return false;
      }
      count = 0;
    } else if (delay !== undefined) {
      if (available(stableRS) === replicasOf(rollout)) {
        addDeadline(context, newRS, delay);
      }
      return false;
    }
  }
  return scale(context, newRS, count);
}

/** What an old ReplicaSet is to have while its scale-down delay runs. Upstream: `scaleDownDelayHelper`. */
function delayed(
  context: RolloutContext,
  replicaSet: ReplicaSet,
  annotated: number,
  keep: number,
): { annotated: number; count: number } {
  const limit = scaleDownRevisionLimit(context.rollout);
  if (!deadlineOf(replicaSet)) {
    if (wanted(replicaSet) === 0 || annotated >= limit) {
      return { annotated, count: 0 };
    }
    const count = wanted(replicaSet);
    addDeadline(context, replicaSet, scaleDownDelay(context.rollout));
    return { annotated: annotated + 1, count };
  }
  if (annotated + 1 > limit) return { annotated: annotated + 1, count: 0 };
  const left = timeToScaleDown(replicaSet, context.now.getTime());
  if (left === undefined) return { annotated: annotated + 1, count: 0 };
  context.services.requeueAfter(left + 1);
  return { annotated: annotated + 1, count: keep };
}

function scaleDownCanaryOthers(
  context: RolloutContext,
  others: ReplicaSet[],
): boolean {
  const { rollout } = context;
  let scaledDown = 0;
  for (const replicaSet of oldestFirst(others)) {
    const unhealthy = wanted(replicaSet) - available(replicaSet);
    if (wanted(replicaSet) > 0 && unhealthy > 0) {
      scale(context, replicaSet, available(replicaSet));
      scaledDown += unhealthy;
    }
  }
  let room =
    sumOf(context.allRSs, available) -
    (replicasOf(rollout) - maxUnavailable(rollout));
  if (room <= 0) return false;
  let annotated = 0;
  for (const replicaSet of newestRevisionFirst(others)) {
    if (isRouted(rollout) && isReferenced(context, replicaSet)) continue;
    if (room <= 0) break;
    const before = wanted(replicaSet);
    if (before === 0) continue;
    let count = 0;
    if (!isRouted(rollout)) {
      count = Math.max(0, before - room);
    } else if (isFullyPromoted(rollout) || deadlineOf(replicaSet)) {
      if (!canaryOf(rollout)?.dynamicStableScale) {
        ({ annotated, count } = delayed(
          context,
          replicaSet,
          annotated,
          before,
        ));
      }
    }
    if (count === before) continue;
    scale(context, replicaSet, count);
    room -= before - count;
    scaledDown += before - count;
  }
  return scaledDown > 0;
}

function scaleDownBlueGreenOthers(
  context: RolloutContext,
  others: ReplicaSet[],
): boolean {
  const { rollout } = context;
  if (pauseConditionOf(rollout, 'InconclusiveAnalysisRun')) return false;
  const strategy = blueGreenOf(rollout);
  const run = context.runs.postPromotion;
  if (
    strategy?.postPromotionAnalysis &&
    strategy.scaleDownDelaySeconds === undefined &&
    !skipsPostPromotion(context) &&
    run?.status.phase !== 'Successful'
  ) {
    return false;
  }
  let scaledAny = false;
  let annotated = 0;
  for (const replicaSet of newestRevisionFirst(others)) {
    if (isReferenced(context, replicaSet) || wanted(replicaSet) === 0) continue;
    const next = delayed(context, replicaSet, annotated, replicasOf(rollout));
    annotated = next.annotated;
    if (wanted(replicaSet) === next.count) continue;
    scale(context, replicaSet, next.count);
    scaledAny = true;
  }
  return scaledAny;
}

/** Scales down what is neither new nor stable. @returns whether something was scaled */
export function reconcileOtherReplicaSets(context: RolloutContext): boolean {
  const others = context.otherRSs.filter(one => wanted(one) > 0);
  if (!others.length) return false;
  return blueGreenOf(context.rollout)
    ? scaleDownBlueGreenOthers(context, others)
    : scaleDownCanaryOthers(context, others);
}
