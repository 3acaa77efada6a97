import { hasEnded } from '../derive/analysis';
import { runsOfThisAttempt } from '../derive/attempt';
import { metricVerdict, sentence } from '../derive/metricVerdict';
import { hasExperimentEnded } from '../derive/experiments';
import { metricsHesitations, RevisionMetrics } from './metricsHesitations';
import { AnalysisRunView, RolloutActionName, RolloutDetail } from '../types';

/** Actions that give the new revision more traffic. */
const FORWARD: readonly RolloutActionName[] = [
  'promote',
  'promote-full',
  'skip-step',
  'resume',
];

function analysisHesitations(run: AnalysisRunView): string[] {
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

function podHesitations(detail: RolloutDetail): string[] {
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
const said = (what: string, message: string) =>
  message ? `${what}: ${message}` : `${what}.`;

/** Reasons to hesitate before an action, from what the page has. */
export function hesitationsOf(
  action: RolloutActionName,
  detail: RolloutDetail,
  metrics: RevisionMetrics = {},
): string[] {
  const { core } = detail;
  const sentences: string[] = [];
  if (FORWARD.includes(action) && core.inProgress) {
    if (core.aborted) {
      sentences.push(said('The rollout was aborted', core.message));
    } else if (core.phase === 'Degraded') {
      sentences.push(said('The rollout is degraded', core.message));
    }
    sentences.push(
      ...runsOfThisAttempt(core, detail.analysisRuns).flatMap(
        analysisHesitations,
      ),
    );
    sentences.push(...podHesitations(detail));
    sentences.push(...metricsHesitations(metrics));
  }
  if (action === 'undo' || action === 'set-image') {
    sentences.push(
      'This leaves Git behind: the object differs from Git until it is changed there too.',
    );
  }
  if (action === 'retry') {
    sentences.push(said('It was aborted', core.message));
  }
  if (action === 'restart' && core.inProgress) {
    sentences.push('An update is being rolled out: its pods restart too.');
  }
  return sentences;
}
