import { hasEnded } from '../derive/analysis';
import { runsOfThisAttempt } from '../derive/attempt';
import { metricVerdict, sentence } from '../derive/metricVerdict';
import { hasExperimentEnded } from '../derive/experiments';
import { metricsWarnings, RevisionMetrics } from './metricsWarnings';
import { Nearby, nearbyWarnings } from './nearbyWarnings';
import { AnalysisRunView, RolloutDetail } from '../types';

function analysisWarnings(run: AnalysisRunView): string[] {
  if (
    run.phase === 'Failed' ||
    run.phase === 'Error' ||
    run.phase === 'Inconclusive'
  ) {
    const why = run.verdict ?? run.message;
    return [`Analysis ${run.name}: ${sentence(why ?? run.phase)}`];
  }
  if (hasEnded(run.phase)) {
    return run.inconsequential ? [`Analysis ${run.name}: ${run.verdict}`] : [];
  }
  const bad = run.metrics
    .filter(metric => !metric.dryRun)
    .filter(metric => metric.counts.failed + metric.counts.error > 0)
    .map(metric => sentence(`${metric.name}${metricVerdict(metric)}`));
  return [...bad, `Analysis ${run.name} is still running.`];
}

function podWarnings(detail: RolloutDetail): string[] {
  const { core, revisions, pods } = detail;
  const canary = revisions.find(
    revision =>
      revision.podTemplateHash === core.currentPodHash &&
      revision.podTemplateHash !== core.stableHash,
  );
  if (!canary) return [];
  const sentences: string[] = [];
  const { desired, ready } = canary.replicas;
  if (desired === 0) {
    const experiment = detail.experiments?.find(
      one => one.current && !hasExperimentEnded(one.phase),
    );
    sentences.push(
      experiment
        ? `No pod of the new revision is running outside experiment ${experiment.name}.`
        : 'No pod of the new revision is running.',
    );
  } else if (ready < desired) {
    sentences.push(
      `${
        desired - ready
      } of ${desired} pods of the new revision are not ready.`,
    );
  }
  const restarts = pods
    .filter(pod => pod.revisionUid === canary.uid)
    .reduce((sum, pod) => sum + pod.restarts, 0);
  if (restarts > 0) {
    sentences.push(
      `Containers of the new revision restarted ${restarts} time${
        restarts === 1 ? '' : 's'
      }.`,
    );
  }
  return sentences;
}

/** `It was aborted: <message>`; without a message a plain sentence. */
export const withReason = (what: string, message: string) =>
  message ? `${what}: ${message}` : `${what}.`;

/** Changing the template past Git. */
export const LEAVES_GIT =
  'This leaves Git behind: the object differs from Git until it is changed there too.';

/** Warnings before an action that gives the new revision more traffic, from what the page has. */
export function forwardWarnings(
  detail: RolloutDetail,
  metrics: RevisionMetrics = {},
  nearby?: Nearby,
): string[] {
  const { core } = detail;
  if (!core.inProgress) return [];
  const state: string[] = [];
  if (core.aborted) {
    state.push(withReason('The rollout was aborted', core.message));
  } else if (core.phase === 'Degraded') {
    state.push(withReason('The rollout is degraded', core.message));
  }
  return [
    ...state,
    ...runsOfThisAttempt(core, detail.analysisRuns).flatMap(analysisWarnings),
    ...podWarnings(detail),
    ...metricsWarnings(metrics),
    ...nearbyWarnings(core, nearby),
  ];
}
