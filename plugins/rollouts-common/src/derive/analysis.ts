import { compact } from '@slipway/plugin-clusters-common/read';
import { AnalysisRun, Experiment, Rollout } from '../raw/types';
import { AnalysisPhase, AnalysisRunView } from '../types';
import { POD_TEMPLATE_HASH_LABEL } from '../raw/resources';
import { compareLatest } from './instants';
import { ruleNumber } from './arguments';
import { analysisPhase, metricView } from './metric';
import { ownedBy, revisionOf } from './summary';
import { verdictOf } from './verdict';

export { analysisPhase };

/**
 * Whether a run or metric has come to its end.
 *
 * @see pkg/apis/rollouts/v1alpha1/analysis_types.go `AnalysisPhase.Completed`
 */
export const hasEnded = (phase: AnalysisPhase) =>
  phase !== 'Pending' && phase !== 'Running';

/** What the controller says of a run that was ended on request. @see analysis/analysis.go `assessRunStatus` */
const RUN_TERMINATED = 'Run Terminated';

const TYPES = ['Step', 'Background', 'PrePromotion', 'PostPromotion'] as const;

function stepIndexOf(run: AnalysisRun): number | undefined {
  const index = ruleNumber(run.metadata.labels?.['step-index']);
  return typeof index === 'number' ? index : undefined;
}

/** A run of the rollout's own, or (`experiment`) of one of its Experiments, whose hash and revision then are its own too. */
function analysisRunView(
  run: AnalysisRun,
  experiment?: Experiment,
): AnalysisRunView {
  const { metadata, spec, status } = run;
  const phase = analysisPhase(status.phase);
  const revision =
    revisionOf(metadata.annotations) ||
    (experiment && revisionOf(experiment.metadata.annotations));
  const view = compact<AnalysisRunView>({
    uid: metadata.uid,
    name: metadata.name,
    type:
      TYPES.find(type => type === metadata.labels?.['rollout-type']) ?? 'Other',
    experiment: experiment?.metadata.name,
    stepIndex: stepIndexOf(run),
    revision: revision || undefined,
    podTemplateHash:
      metadata.labels?.[POD_TEMPLATE_HASH_LABEL] ??
      experiment?.metadata.labels?.[POD_TEMPLATE_HASH_LABEL],
    phase,
    message: status.message,
    createdAt: metadata.creationTimestamp,
    startedAt: status.startedAt ?? metadata.creationTimestamp,
    finishedAt: status.completedAt,
    terminating: spec.terminate === true && !hasEnded(phase),
    terminated:
      spec.terminate || status.message === RUN_TERMINATED ? true : undefined,
    args: spec.args,
    metrics: spec.metrics.map(metric => metricView(run, metric)),
  });
  return { ...view, ...verdictOf(view) };
}

/**
 * AnalysisRuns of the rollout and of its Experiments, newest first. Runs of
 * other owners are ignored.
 *
 * @see pkg/kubectl-argo-rollouts/info/analysisrun_info.go `getAnalysisRunInfo`; rollout/analysis.go `getAnalysisRunsForRollout`; experiments/experiment.go `newAnalysisRun`
 */
export function deriveAnalysisRuns(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[],
  experiments: readonly Experiment[] = [],
): AnalysisRunView[] {
  const own = ownedBy(rollout.metadata.uid, analysisRuns).map(run => ({
    run,
    view: analysisRunView(run),
  }));
  const ofExperiments = ownedBy(rollout.metadata.uid, experiments).flatMap(
    experiment =>
      ownedBy(experiment.metadata.uid, analysisRuns).map(run => ({
        run,
        view: analysisRunView(run, experiment),
      })),
  );
  return [...own, ...ofExperiments]
    .sort((a, b) => {
      const [x, y] = [a.run.metadata, b.run.metadata];
      return (
        compareLatest(x.creationTimestamp, y.creationTimestamp) ||
        (x.name > y.name ? -1 : 1)
      );
    })
    .map(({ view }) => view);
}
