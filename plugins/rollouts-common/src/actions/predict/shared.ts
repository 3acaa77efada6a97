import { RolloutCore } from '../../types';
import { BlueGreenStage, servesAfter, walkBlueGreen } from './blueGreen';
import { Facts, isCutOver } from './facts';
import { PredictedLoss, Prediction } from './types';

/** A prediction without its action. */
export type Body = Omit<Prediction, 'action'>;

/** Verdict of the analysis in the background; a run of before that the spec no longer asks for does not count. */
export const backgroundStatus = (core: RolloutCore) =>
  core.updateRules.backgroundAnalysis &&
  core.currentAnalysisRuns?.find(run => run.type === 'Background')?.status;

/** The user's pause, where it is taken back. */
export const unpaused = (core: RolloutCore): PredictedLoss[] =>
  core.specPaused ? [{ what: 'manual-pause' }] : [];

/** How far a blue-green update is. */
export const stageOf = (core: RolloutCore): BlueGreenStage =>
  isCutOver(core) ? 'cut-over' : 'start';

/** Where a blue-green walk ends that starts at a stage. */
export function blueGreenFrom(
  facts: Facts,
  stage: BlueGreenStage,
  options: { held?: boolean; fresh?: boolean } = {},
): Body {
  const walk = walkBlueGreen(facts.core, stage, options);
  return {
    rest: walk.rest,
    analyses: walk.analyses,
    lost: [],
    serves: servesAfter(facts, walk, facts.core.currentPodHash),
    uncertain: walk.uncertain,
  };
}
