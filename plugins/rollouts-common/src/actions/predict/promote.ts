import { RolloutCore } from '../../types';
import { servesAfter } from './blueGreen';
import { servesAt, walkCanary, weightAt } from './canary';
import {
  BLUE_GREEN_PAUSE,
  CANARY_PAUSE,
  Facts,
  INCONCLUSIVE_ANALYSIS,
  pauseReasons,
  terminated,
} from './facts';
import {
  backgroundStatus,
  blueGreenFrom,
  Body,
  stageOf,
  unpaused,
} from './shared';
import { PredictedRest } from './types';

/** The rest of a canary that pauses again because the analysis in the background stays inconclusive. */
function pausesAgain(core: RolloutCore, step: number): PredictedRest {
  return {
    kind: 'pause',
    step,
    setWeight: weightAt(core.steps, step),
    pauses: [{ reason: INCONCLUSIVE_ANALYSIS }],
  };
}

/**
 * One step on, from what is current. The analysis of the step that is left is
 * terminated, and so is its experiment.
 */
function nextStep(facts: Facts, held: boolean): Body {
  const { core } = facts;
  const next = Math.min((core.stepIndex ?? 0) + 1, core.stepCount);
  const ended = terminated(facts, ['Step', 'Experiment']);
  const base = { next, lost: ended.lost };
  if (backgroundStatus(core) === 'Inconclusive' && next < core.stepCount) {
    const rest = pausesAgain(core, next);
    return {
      ...base,
      rest,
      analyses: ended.analyses,
      // rollout/context.go `haltProgress`: no pod is scaled, so that no weight moves.
      serves: { shares: [], when: 'unchanged' },
      uncertain: [],
      rule: 'pauses-again',
    };
  }
  const walk = walkCanary(core, next, {
    held,
    needsBackground: backgroundStatus(core) === undefined,
  });
  return {
    ...base,
    rest: walk.rest,
    analyses: [...ended.analyses, ...walk.analyses],
    serves: servesAt(facts, walk.rest, core.currentPodHash),
    uncertain: walk.uncertain,
  };
}

/**
 * Promote of a canary. Pause conditions are cleared, all of them together;
 * only at an inconclusive analysis of a step, or without a pause condition,
 * the index moves too.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 * @see rollout/pause.go `CompletedCanaryPauseStep`
 * @see rollout/analysis.go `needsNewAnalysisRun`
 */
function promoteCanary(facts: Facts): Body {
  const { core } = facts;
  const reasons = pauseReasons(core);
  const index = core.stepIndex ?? 0;
  const lost = unpaused(core);
  if (core.stepCount === 0) {
    const walk = walkCanary(core, 0, {
      needsBackground: backgroundStatus(core) === 'Inconclusive',
    });
    return {
      ...walk,
      lost,
      serves: servesAt(facts, walk.rest, core.currentPodHash),
    };
  }
  const inconclusiveStep =
    core.currentStepAnalysisRunStatus?.status === 'Inconclusive' &&
    reasons.length > 0 &&
    core.controllerPause;
  if (inconclusiveStep || reasons.length === 0) {
    const body = nextStep(facts, false);
    return { ...body, lost: [...lost, ...body.lost] };
  }
  const endsStep =
    reasons.includes(CANARY_PAUSE) || core.steps[index]?.type === 'pause';
  const from = endsStep ? Math.min(index + 1, core.stepCount) : index;
  const again = backgroundStatus(core) === 'Inconclusive';
  const walk = walkCanary(core, from, {
    needsBackground: again || backgroundStatus(core) === undefined,
  });
  return {
    next: from,
    rest: walk.rest,
    // Where the step is resumed its own run continues.
    analyses: endsStep
      ? walk.analyses
      : walk.analyses.filter(
          ({ type, step }) =>
            type === 'Background' || step === undefined || step > index,
        ),
    lost,
    serves: servesAt(facts, walk.rest, core.currentPodHash),
    uncertain: walk.uncertain,
    ...(again ? { rule: 'analysis-again' as const } : {}),
  };
}

/**
 * Promote of a blue-green update. While autoPromotionSeconds runs, the pause
 * is set again with a new start: only a full promotion shortens it.
 *
 * @see rollout/pause.go `CompletedBlueGreenPause`
 * @see rollout/bluegreen.go `reconcileBlueGreenPause`
 */
function promoteBlueGreen(facts: Facts): Body {
  const { core } = facts;
  const lost = unpaused(core);
  const reasons = pauseReasons(core);
  if (reasons.includes(INCONCLUSIVE_ANALYSIS)) {
    const body = blueGreenFrom(facts, stageOf(core), { fresh: true });
    return { ...body, lost, rule: 'analysis-again' };
  }
  if (reasons.includes(BLUE_GREEN_PAUSE)) {
    const seconds = core.updateRules.autoPromotionSeconds;
    if (seconds !== undefined && seconds > 0) {
      return {
        rest: {
          kind: 'pause',
          pauses: [{ reason: BLUE_GREEN_PAUSE, seconds }],
        },
        analyses: [],
        lost,
        serves: { shares: [], when: 'unchanged' },
        uncertain: [],
        rule: 'restarts-countdown',
      };
    }
    // Back on the stable revision: no analysis follows.
    if (!core.inProgress) {
      return {
        rest: { kind: 'finished', pauses: [] },
        analyses: [],
        lost,
        serves: servesAfter(facts, { switched: true }, core.currentPodHash),
        uncertain: ['pods'],
      };
    }
    return { ...blueGreenFrom(facts, 'promoted', { fresh: true }), lost };
  }
  return { ...blueGreenFrom(facts, stageOf(core)), lost };
}

/**
 * Promote, by the strategy.
 *
 * @see pkg/kubectl-argo-rollouts/cmd/promote/promote.go `getPatches`
 * @see rollout/pause.go `CompletedCanaryPauseStep`, `CompletedBlueGreenPause`
 */
export const predictPromote = (facts: Facts): Body =>
  facts.core.strategy === 'blueGreen'
    ? promoteBlueGreen(facts)
    : promoteCanary(facts);

/**
 * One step on; a user's pause stays, and so does an inconclusive analysis in
 * the background, which pauses again.
 *
 * @see rollout/analysis.go `reconcileBackgroundAnalysisRun`
 */
export const predictSkipStep = (facts: Facts): Body =>
  nextStep(facts, facts.core.specPaused);
