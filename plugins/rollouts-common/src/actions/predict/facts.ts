import { hasEnded } from '../../derive/analysis';
import {
  AnalysisRunView,
  CurrentAnalysisRun,
  RevisionView,
  RolloutCore,
  RolloutDetail,
} from '../../types';
import { PredictedAnalysis, PredictedLoss, PredictedShare } from './types';

/** What the prediction of any action starts from. */
export type Facts = Pick<RolloutDetail, 'core' | 'revisions'> & {
  analysisRuns?: readonly AnalysisRunView[];
};

/** The revision with this pod template hash. */
export const revisionByHash = (
  revisions: readonly RevisionView[],
  hash: string | undefined,
): RevisionView | undefined =>
  hash === undefined
    ? undefined
    : revisions.find(revision => revision.podTemplateHash === hash);

export function shareOf(
  { revisions }: Facts,
  hash: string | undefined,
  percent: number,
): PredictedShare {
  const revision = revisionByHash(revisions, hash)?.revision;
  return {
    ...(hash === undefined ? {} : { podTemplateHash: hash }),
    ...(revision === undefined ? {} : { revision }),
    percent,
  };
}

/** Shares of a canary and of the stable revision, largest first, without empty ones. */
export function sharesAt(
  facts: Facts,
  canaryHash: string | undefined,
  percent: number,
): PredictedShare[] {
  return [
    shareOf(facts, canaryHash, percent),
    shareOf(facts, facts.core.stableHash, 100 - percent),
  ]
    .filter(share => share.percent > 0)
    .sort((a, b) => b.percent - a.percent);
}

/** Runs that the status names and that have not ended, with what the runs themselves say. */
export function runningAnalyses({
  core,
  analysisRuns = [],
}: Facts): Array<Pick<CurrentAnalysisRun, 'type' | 'name'>> {
  return (core.currentAnalysisRuns ?? []).filter(({ name, status }) => {
    const run = analysisRuns.find(candidate => candidate.name === name);
    return !hasEnded(run?.phase ?? status);
  });
}

const ENDED = ['Successful', 'Failed', 'Error', 'Inconclusive'];
const hasEndedPhase = (phase: string | undefined) =>
  phase !== undefined && ENDED.includes(phase);

/** Whether the current step's experiment has not ended. */
export const runningExperiment = (core: RolloutCore): string | undefined =>
  core.experiment && !hasEndedPhase(core.experiment.status)
    ? core.experiment.name
    : undefined;

/** Runs and the experiment that end with the update, and what is lost with them. */
export function terminated(
  facts: Facts,
  types: ReadonlyArray<CurrentAnalysisRun['type'] | 'Experiment'> = [
    'Step',
    'Background',
    'PrePromotion',
    'PostPromotion',
    'Experiment',
  ],
): { analyses: PredictedAnalysis[]; lost: PredictedLoss[] } {
  const runs = runningAnalyses(facts).filter(({ type }) =>
    types.includes(type),
  );
  const experiment = types.includes('Experiment')
    ? runningExperiment(facts.core)
    : undefined;
  return {
    analyses: [
      ...runs.map(
        ({ type, name }): PredictedAnalysis => ({
          type,
          name,
          outcome: 'terminated',
        }),
      ),
      ...(experiment
        ? [
            {
              type: 'Experiment',
              name: experiment,
              outcome: 'terminated',
            } as const,
          ]
        : []),
    ],
    lost: [
      ...runs.map(({ name }): PredictedLoss => ({ what: 'analysis', name })),
      ...(experiment
        ? [{ what: 'experiment', name: experiment } as const]
        : []),
    ],
  };
}

/** Reason of the pause of a step that is a pause. */
export const CANARY_PAUSE = 'CanaryPauseStep';
export const BLUE_GREEN_PAUSE = 'BlueGreenPause';
export const INCONCLUSIVE_ANALYSIS = 'InconclusiveAnalysisRun';
export const INCONCLUSIVE_EXPERIMENT = 'InconclusiveExperiment';
export const MANUAL = 'ManuallyPaused';

/** Reasons of the pause conditions, without the user's pause. */
export const pauseReasons = (core: RolloutCore): string[] =>
  core.pauses.map(pause => pause.reason).filter(reason => reason !== MANUAL);

/** Blue-green: the active Service points to the new revision, which is not stable yet. */
export const isCutOver = (core: RolloutCore): boolean =>
  core.blueGreen?.activeSelector !== undefined &&
  core.blueGreen.activeSelector === core.currentPodHash &&
  core.inProgress;
