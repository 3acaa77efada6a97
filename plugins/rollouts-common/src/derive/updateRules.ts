import { compact } from '@slipway/plugin-clusters-common/read';
import { IntOrString, Rollout, RolloutAnalysis } from '../raw/types';
import { AnalysisPlan, UpdateRules } from '../types';
import { desiredReplicas } from './phase';

/** Seconds that the controller takes where the spec says nothing (`utils/defaults`). */
const DEFAULT_ABORT_SCALE_DOWN_DELAY = 30;
/** `DefaultMaxUnavailable` of `utils/defaults`: text, and text is a percentage. */
const DEFAULT_MAX_UNAVAILABLE = '25';

/** An analysis without templates is never run (`reconcilePrePromotionAnalysisRun` and the others). */
function planOf(
  analysis: RolloutAnalysis | undefined,
): AnalysisPlan | undefined {
  if (!analysis?.templates.length) return undefined;
  return {
    templates: analysis.templates.flatMap(({ templateName }) =>
      templateName ? [templateName] : [],
    ),
  };
}

/**
 * Pods that a restart replaces at a time: `maxUnavailable`, at least one. Text
 * is a percentage of the replicas, rounded down.
 *
 * @see rollout/restart.go `RolloutPodRestarter.Reconcile`
 * @see utils/replicaset/replicaset.go `MaxUnavailable`
 */
export function restartsAtOnce(rollout: Rollout): number {
  const { canary, blueGreen } = rollout.spec.strategy;
  const wanted: IntOrString =
    blueGreen?.maxUnavailable ??
    canary?.maxUnavailable ??
    DEFAULT_MAX_UNAVAILABLE;
  const replicas = desiredReplicas(rollout);
  const pods =
    typeof wanted === 'number'
      ? wanted
      : Math.floor((Number.parseInt(wanted, 10) * replicas) / 100);
  return Math.max(1, Math.min(replicas, Number.isNaN(pods) ? 0 : pods));
}

/**
 * Seconds that the new revision stays scaled up after an abort; undefined when
 * it stays until something else changes. A canary without a traffic router
 * scales at once, and so does one with dynamicStableScale unless it is set.
 *
 * @see utils/defaults/defaults.go `GetAbortScaleDownDelaySecondsOrDefault`
 * @see rollout/replicaset.go `shouldDelayScaleDownOnAbort`
 */
export function abortScaleDownDelay(rollout: Rollout): number | undefined {
  const { canary, blueGreen } = rollout.spec.strategy;
  if (!blueGreen && !canary?.trafficRouting) return 0;
  const seconds = blueGreen
    ? blueGreen.abortScaleDownDelaySeconds
    : canary?.abortScaleDownDelaySeconds;
  if (seconds === 0) return undefined;
  if (seconds !== undefined) return seconds;
  return canary?.dynamicStableScale ? 0 : DEFAULT_ABORT_SCALE_DOWN_DELAY;
}

/**
 * Seconds after which a blue-green update is promoted by the controller, 0 for
 * at once; undefined when it waits for manual promotion.
 *
 * @see rollout/bluegreen.go `needsBlueGreenControllerPause`
 */
function autoPromotionSeconds(rollout: Rollout): number | undefined {
  const { blueGreen } = rollout.spec.strategy;
  if (!blueGreen || blueGreen.autoPromotionEnabled === false) return undefined;
  return Math.max(0, blueGreen.autoPromotionSeconds ?? 0);
}

/**
 * What the spec asks of an update, with the controller's defaults filled in.
 *
 * @see utils/defaults/defaults.go `GetAbortScaleDownDelaySecondsOrDefault`, `GetMaxUnavailableOrDefault`
 */
export function updateRules(rollout: Rollout): UpdateRules {
  const { canary, blueGreen } = rollout.spec.strategy;
  const window = rollout.spec.rollbackWindow?.revisions ?? 0;
  const background = planOf(canary?.analysis);
  return compact<UpdateRules>({
    rollbackWindow: window > 0 ? window : undefined,
    progressDeadlineAbort: rollout.spec.progressDeadlineAbort === true,
    restartsAtOnce: restartsAtOnce(rollout),
    abortScaleDownDelay: abortScaleDownDelay(rollout),
    abortScaleDownDelayGiven:
      (canary ?? blueGreen)?.abortScaleDownDelaySeconds === undefined
        ? undefined
        : true,
    backgroundAnalysis: background && {
      ...background,
      startingStep: canary?.analysis?.startingStep ?? 0,
    },
    dynamicStableScale:
      canary?.trafficRouting !== undefined &&
      canary.dynamicStableScale === true,
    autoPromotionSeconds: autoPromotionSeconds(rollout),
    previewReplicaCount: blueGreen?.previewReplicaCount,
    prePromotionAnalysis: planOf(blueGreen?.prePromotionAnalysis),
    postPromotionAnalysis: planOf(blueGreen?.postPromotionAnalysis),
  });
}
