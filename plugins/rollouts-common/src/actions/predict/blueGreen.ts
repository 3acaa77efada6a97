import { hasEnded } from '../../derive/analysis';
import { AnalysisPhase, CurrentAnalysisRun, RolloutCore } from '../../types';
import { BLUE_GREEN_PAUSE, Facts, MANUAL, shareOf } from './facts';
import { Walk } from './canary';
import { PredictedAnalysis, PredictedServing } from './types';

/** Where a blue-green update stands: new, analysed before promotion, promoted, or served by the active Service. */
export type BlueGreenStage = 'start' | 'analysed' | 'promoted' | 'cut-over';

export interface BlueGreenWalk extends Walk {
  /** Whether the active Service points to the new revision where the walk ends. */
  switched: boolean;
}

const statusOf = (
  core: RolloutCore,
  type: CurrentAnalysisRun['type'],
): AnalysisPhase | undefined =>
  core.currentAnalysisRuns?.find(run => run.type === type)?.status;

function analysisRest(
  type: 'PrePromotion' | 'PostPromotion',
  templates: string[],
  runs: boolean,
): Walk {
  const starts: PredictedAnalysis[] = runs
    ? []
    : [{ type, outcome: 'starts', templates }];
  return {
    rest: { kind: 'analysis', pauses: [] },
    analyses: starts,
    uncertain: ['pods', 'measurements'],
  };
}

/**
 * Where a blue-green update comes to rest: at the analysis before promotion,
 * at the pause, at the analysis after promotion, or at the end.
 *
 * @see rollout/bluegreen.go `reconcileBlueGreenPause`
 * @see rollout/service.go `reconcileActiveService`
 * @see rollout/sync.go `shouldFullPromote`
 */
export function walkBlueGreen(
  core: RolloutCore,
  stage: BlueGreenStage,
  options: {
    held?: boolean;
    /** Runs of before do not count: the template changed, or it was aborted. */
    fresh?: boolean;
  } = {},
): BlueGreenWalk {
  const rules = core.updateRules;
  const status = (type: CurrentAnalysisRun['type']) =>
    options.fresh ? undefined : statusOf(core, type);
  if (options.held) {
    return {
      rest: { kind: 'held', pauses: [{ reason: MANUAL }] },
      analyses: [],
      uncertain: [],
      switched: stage === 'cut-over',
    };
  }
  const pre = rules.prePromotionAnalysis;
  if (stage === 'start' && pre && status('PrePromotion') !== 'Successful') {
    const phase = status('PrePromotion');
    return {
      ...analysisRest(
        'PrePromotion',
        pre.templates,
        phase !== undefined && !hasEnded(phase),
      ),
      switched: false,
    };
  }
  const seconds = rules.autoPromotionSeconds;
  if ((stage === 'start' || stage === 'analysed') && seconds !== 0) {
    return {
      rest: {
        kind: 'pause',
        pauses: [
          {
            reason: BLUE_GREEN_PAUSE,
            ...(seconds === undefined ? {} : { seconds }),
          },
        ],
      },
      analyses: [],
      uncertain: ['pods'],
      switched: false,
    };
  }
  const post = rules.postPromotionAnalysis;
  if (post && status('PostPromotion') !== 'Successful') {
    const phase = status('PostPromotion');
    return {
      ...analysisRest(
        'PostPromotion',
        post.templates,
        phase !== undefined && !hasEnded(phase),
      ),
      switched: true,
    };
  }
  return {
    rest: { kind: 'finished', pauses: [] },
    analyses: [],
    uncertain: ['pods'],
    switched: true,
  };
}

/** Who serves where a blue-green walk ends. */
export function servesAfter(
  facts: Facts,
  walk: Pick<BlueGreenWalk, 'switched'>,
  hash: string | undefined,
): PredictedServing {
  const { core } = facts;
  const already = hash !== undefined && core.blueGreen?.activeSelector === hash;
  if (!walk.switched || already) return { shares: [], when: 'unchanged' };
  const share = shareOf(facts, hash, 100);
  return {
    shares: [share],
    when: 'when-ready',
    ...(share.revision === undefined ? {} : { waitsFor: share.revision }),
  };
}

/** The active Service is moved in the same moment in which the controller sees the change. */
export const servesAtOnce = (
  facts: Facts,
  hash: string | undefined,
): PredictedServing => ({
  shares: [shareOf(facts, hash, 100)],
  when: 'at-once',
});
