import { RolloutStatus } from '../rolloutModel';
import { reconcileAnalysisRuns } from './analysisRuns';
import { promoteStable, templateChanged } from './canary';
import { halted, pauseConditionOf } from './PauseContext';
import { reconcilePodMetadata } from './podMetadata';
import {
  actual,
  available,
  byHash,
  deadlineOf,
  ready,
  sumOf,
} from './replicaSets';
import { restartPods } from './restart';
import { limitHistory, syncRevision } from './revisions';
import { RolloutContext } from './RolloutContext';
import { isRollbackWithinWindow } from './runRules';
import {
  reconcileNewReplicaSet,
  reconcileOtherReplicaSets,
  removeDeadlines,
  scale,
} from './scaling';
import {
  BlueGreenServices,
  blueGreenServices,
  isFastTracked,
  readyForPause,
  reconcileActiveService,
  reconcilePreviewService,
  selectorHashOf,
} from './services';
import { blueGreenOf, replicasOf } from './spec';
import { baseStatus, persistStatus, resetStatus, selectorText } from './status';
import { setConditions } from './statusConditions';

/** One round of a blue-green rollout. Upstream: `rollout/bluegreen.go`. */

export function reconcileBlueGreenReplicaSets(context: RolloutContext): void {
  removeDeadlines(context);
  if (context.stableRS) {
    scale(context, context.stableRS, replicasOf(context.rollout));
  }
  reconcileNewReplicaSet(context);
  reconcileOtherReplicaSets(context);
  limitHistory(context);
}

const analysed = ({ rollout, runs }: RolloutContext): boolean =>
  !blueGreenOf(rollout)?.prePromotionAnalysis ||
  runs.prePromotion?.status.phase === 'Successful';

function reconcilePause(
  context: RolloutContext,
  { active }: BlueGreenServices,
): void {
  const { rollout, pause, now } = context;
  const strategy = blueGreenOf(rollout);
  if (rollout.status.abort || !readyForPause(context) || halted(rollout)) {
    return;
  }
  const seconds = strategy?.autoPromotionSeconds ?? 0;
  if (
    isFastTracked(context, active) ||
    rollout.status.blueGreen?.scaleUpPreviewCheckPoint ||
    (strategy?.autoPromotionEnabled !== false && seconds <= 0)
  ) {
    pause.unpause('BlueGreenPause');
    return;
  }
  if (!analysed(context)) return;
  const present = pauseConditionOf(rollout, 'BlueGreenPause');
  if (!present) {
    if (!rollout.status.controllerPause) pause.pause('BlueGreenPause');
    return;
  }
  if (pause.completedBlueGreenPause()) {
    pause.unpause('BlueGreenPause');
  } else if (seconds > 0) {
    const due = Date.parse(present.startTime) + seconds * 1000;
    context.services.requeueAfter(Math.max(0, due - now.getTime()) + 1);
  }
}

function promotionReason(
  context: RolloutContext,
  status: RolloutStatus,
): string | undefined {
  const { rollout, stableRS, newRS, pause, runs } = context;
  if (!stableRS || !status.blueGreen?.activeSelector) return 'Initial deploy';
  if (status.blueGreen.activeSelector !== status.currentPodHash) {
    return undefined;
  }
  if (rollout.status.promoteFull) return 'Full promotion requested';
  if (isRollbackWithinWindow(context)) return 'Rollback within window';
  if (pause.aborted) return undefined;
  if (blueGreenOf(rollout)?.postPromotionAnalysis) {
    if (deadlineOf(newRS)) {
      return `Rollback to '${newRS?.metadata.name}' within scaleDownDelay`;
    }
    if (runs.postPromotion?.status.phase !== 'Successful') return undefined;
  }
  return 'Completed blue-green update';
}

/** Whether the preview may be scaled up to all replicas; once it may, it stays so. */
function previewCheckPoint(context: RolloutContext): boolean {
  const { rollout, newRS, pause } = context;
  const preview = blueGreenOf(rollout)?.previewReplicaCount;
  if (preview === undefined) return false;
  if (rollout.status.blueGreen?.scaleUpPreviewCheckPoint) return true;
  if (!analysed(context) || !pause.completedBlueGreenPause()) return false;
  return available(newRS) === preview;
}

function syncStatus(
  context: RolloutContext,
  { preview, active }: BlueGreenServices,
): void {
  const { rollout, allRSs, pause } = context;
  const status: RolloutStatus = {
    ...baseStatus(context),
    stableRS: rollout.status.stableRS,
  };
  if (templateChanged(context)) resetStatus(context, status);
  if (rollout.status.promoteFull || isRollbackWithinWindow(context)) {
    pause.clear();
    pause.removeAbort();
  }
  const selectors = {
    previewSelector: selectorHashOf(preview),
    activeSelector: selectorHashOf(active),
  };
  status.blueGreen = {
    ...status.blueGreen,
    ...(selectors.previewSelector && {
      previewSelector: selectors.previewSelector,
    }),
    ...(selectors.activeSelector && {
      activeSelector: selectors.activeSelector,
    }),
  };
  const reason = promotionReason(context, status);
  if (reason) {
    promoteStable(context, status, reason);
  } else if (previewCheckPoint(context)) {
    status.blueGreen = { ...status.blueGreen, scaleUpPreviewCheckPoint: true };
  }
  const activeRS = byHash(allRSs, selectors.activeSelector);
  status.HPAReplicas = activeRS ? actual(activeRS) : sumOf(allRSs, actual);
  status.availableReplicas = activeRS
    ? available(activeRS)
    : sumOf(allRSs, available);
  if (activeRS) status.readyReplicas = ready(activeRS);
  status.selector = selectorText(
    (activeRS ?? { spec: rollout.spec }).spec.selector,
  );
  setConditions(context, status);
  persistStatus(context, status);
}

/** Looks at a blue-green rollout once. */
export function reconcileBlueGreen(context: RolloutContext): void {
  const services = blueGreenServices(context);
  syncRevision(context);
  reconcilePreviewService(context, services.preview);
  if (templateChanged(context)) {
    syncStatus(context, services);
    return;
  }
  restartPods(context);
  reconcileBlueGreenReplicaSets(context);
  reconcilePause(context, services);
  reconcileActiveService(context, services.active);
  reconcileAnalysisRuns(context);
  reconcilePodMetadata(context);
  syncStatus(context, services);
}
