import { AnalysisRun } from '../analysisModel';
import { RunStatus } from '../rolloutModel';
import { createRun } from './createRun';
import { surplus } from './history';
import { pauseConditionOf } from './PauseContext';
import { isPhaseCompleted } from './phase';
import { deadlineOf } from './replicaSets';
import { CurrentRuns, RolloutContext } from './RolloutContext';
import {
  isBeforeStartingStep,
  isRollbackWithinWindow,
  needsNewRun,
  skipsPostPromotion,
  skipsPrePromotion,
} from './runRules';
import { blueGreenOf, canaryOf, currentStep, isFullyPromoted } from './spec';

/** AnalysisRuns of a Rollout. Upstream: `rollout/analysis.go`. */

const STEP_INDEX = 'step-index';
const TYPE = 'rollout-type';

function cancel(
  context: RolloutContext,
  runs: Array<AnalysisRun | undefined>,
): void {
  for (const run of runs) {
    if (!run || run.spec.terminate || isPhaseCompleted(run.status.phase)) {
      continue;
    }
    context.objects.analysisRuns.update({
      ...run,
      spec: { ...run.spec, terminate: true },
    });
  }
}

/** What the verdict of a run does to the Rollout. */
function judge(context: RolloutContext, run: AnalysisRun, what: string): void {
  const { phase, message } = run.status;
  if (phase === 'Inconclusive') context.pause.pause('InconclusiveAnalysisRun');
  if (phase === 'Error' || phase === 'Failed') {
    context.pause.abort(
      `${what} analysis phase error/failed${message ? `: ${message}` : ''}`,
    );
  }
}

const isInconclusive = (context: RolloutContext) =>
  pauseConditionOf(context.rollout, 'InconclusiveAnalysisRun') !== undefined;

function stepRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout, runs } = context;
  const { step, index } = currentStep(rollout);
  if (rollout.status.pauseConditions?.length || rollout.status.abort) {
    return runs.step;
  }
  const fromOtherStep =
    runs.step && runs.step.metadata.labels?.[STEP_INDEX] !== String(index);
  if (!step?.analysis?.templates?.length || fromOtherStep) {
    cancel(context, [runs.step]);
    return undefined;
  }
  if (!runs.step || needsNewRun(runs.step, rollout)) {
    return createRun(context, step.analysis, String(index), {
      [TYPE]: 'Step',
      [STEP_INDEX]: String(index),
    });
  }
  judge(context, runs.step, 'Step-based');
  return runs.step;
}

function backgroundRun(context: RolloutContext): AnalysisRun | undefined {
  const { rollout, runs } = context;
  const analysis = canaryOf(rollout)?.analysis;
  if (!analysis?.templates?.length) {
    cancel(context, [runs.background]);
    return undefined;
  }
  const { stableRS, currentPodHash } = rollout.status;
  if (
    isFullyPromoted(rollout) ||
    !stableRS ||
    !currentPodHash ||
    isBeforeStartingStep(rollout)
  ) {
    return undefined;
  }
  if (isInconclusive(context)) return runs.background;
  if (!runs.background || needsNewRun(runs.background, rollout)) {
    return createRun(context, analysis, '', { [TYPE]: 'Background' });
  }
  judge(context, runs.background, 'Background');
  return runs.background;
}

function promotionRun(
  context: RolloutContext,
  kind: 'prePromotion' | 'postPromotion',
): AnalysisRun | undefined {
  const { rollout, runs } = context;
  const isPre = kind === 'prePromotion';
  const strategy = blueGreenOf(rollout);
  const analysis = isPre
    ? strategy?.prePromotionAnalysis
    : strategy?.postPromotionAnalysis;
  const run = runs[kind];
  if (!analysis?.templates?.length) {
    cancel(context, [run]);
    return undefined;
  }
  if (isPre ? skipsPrePromotion(context) : skipsPostPromotion(context)) {
    cancel(context, [run]);
    return run;
  }
  if (isInconclusive(context)) return run;
  return run && !needsNewRun(run, rollout)
    ? run
    : createRun(context, analysis, isPre ? 'pre' : 'post', {
        [TYPE]: isPre ? 'PrePromotion' : 'PostPromotion',
      });
}

const statusOf = (run: AnalysisRun): RunStatus => ({
  name: run.metadata.name,
  status: run.status.phase ?? '',
  ...(run.status.message ? { message: run.status.message } : {}),
});

function setCurrent(context: RolloutContext, runs: CurrentRuns): void {
  context.runs = runs;
  const { next } = context;
  if (canaryOf(context.rollout)) {
    next.canary = {
      ...next.canary,
      ...(runs.step && { currentStepAnalysisRunStatus: statusOf(runs.step) }),
      ...(runs.background && {
        currentBackgroundAnalysisRunStatus: statusOf(runs.background),
      }),
    };
  } else {
    next.blueGreen = {
      ...next.blueGreen,
      ...(runs.prePromotion && {
        prePromotionAnalysisRunStatus: statusOf(runs.prePromotion),
      }),
      ...(runs.postPromotion && {
        postPromotionAnalysisRunStatus: statusOf(runs.postPromotion),
      }),
    };
  }
}

function tellChange(
  context: RolloutContext,
  last: RunStatus | undefined,
  run: AnalysisRun | undefined,
  type: string,
): void {
  const phase = run?.status.phase;
  if (!run || !phase) return;
  if (last && (last.name !== run.metadata.name || last.status === phase))
    return;
  context.event(
    phase === 'Failed' || phase === 'Error' ? 'Warning' : 'Normal',
    `AnalysisRun${phase}`,
    `${type} Analysis Run '${
      run.metadata.name
    }' Status New: '${phase}' Previous: '${
      last ? last.status : 'NoPreviousStatus'
    }'`,
  );
}

/** Deletes old runs: of revisions that are gone, and above the limits of `spec.analysis`. */
function deleteOld(context: RolloutContext, runs: AnalysisRun[]): void {
  for (const run of surplus(context, runs)) {
    if (!run.metadata.deletionTimestamp) {
      context.objects.analysisRuns.delete(run);
    }
  }
}

/** Starts, ends and judges AnalysisRuns, and notes them in the next status. */
export function reconcileAnalysisRuns(context: RolloutContext): void {
  const { rollout, pause, newRS } = context;
  const present = Object.values(context.runs);
  if (
    pause.aborted ||
    rollout.status.promoteFull ||
    deadlineOf(newRS) ||
    !rollout.status.stableRS ||
    isRollbackWithinWindow(context)
  ) {
    setCurrent(context, context.runs);
    cancel(context, [...present, ...context.otherRuns]);
    return;
  }
  const last = rollout.status;
  if (canaryOf(rollout)) {
    const step = stepRun(context);
    setCurrent(context, { step, background: backgroundRun(context) });
  } else {
    const prePromotion = promotionRun(context, 'prePromotion');
    if (prePromotion) judge(context, prePromotion, 'Blue/green pre-promotion');
    const postPromotion = promotionRun(context, 'postPromotion');
    if (postPromotion) {
      judge(context, postPromotion, 'Blue/green post-promotion');
    }
    setCurrent(context, { prePromotion, postPromotion });
  }
  const names = Object.values(context.runs).map(run => run?.metadata.name);
  const others = context.otherRuns.filter(
    run => !names.includes(run.metadata.name),
  );
  cancel(context, others);
  deleteOld(context, others);
  const { step, background, prePromotion, postPromotion } = context.runs;
  tellChange(
    context,
    last.blueGreen?.postPromotionAnalysisRunStatus,
    postPromotion,
    'PostPromotion',
  );
  tellChange(
    context,
    last.blueGreen?.prePromotionAnalysisRunStatus,
    prePromotion,
    'PrePromotion',
  );
  tellChange(context, last.canary?.currentStepAnalysisRunStatus, step, 'Step');
  tellChange(
    context,
    last.canary?.currentBackgroundAnalysisRunStatus,
    background,
    'Background',
  );
}
