import { compact } from '@slipway/plugin-clusters-common/read';
import {
  AnalysisRun,
  Experiment,
  ExperimentStepTemplate,
  Pod,
  ReplicaSet,
  Rollout,
} from '../raw/types';
import { POD_TEMPLATE_HASH_LABEL } from '../raw/resources';
import { ExperimentTemplateView, ExperimentView } from '../types';
import { containerViews } from './containers';
import { goDurationSeconds, isoAfter } from './duration';
import { compareLatest } from './instants';
import { ownedBy, revisionOf } from './owned';
import { podsOfReplicaSet } from './pods';
import { podTemplateHash } from './weights';

/** Annotation with the name of the template that a ReplicaSet of an Experiment is made of. */
const TEMPLATE_NAME_ANNOTATION = 'experiment.argoproj.io/template-name';

const ENDED: ReadonlySet<string | undefined> = new Set([
  'Successful',
  'Failed',
  'Error',
  'Inconclusive',
]);

/** Whether an experiment of this phase is over. */
export const hasExperimentEnded = (phase: string | undefined): boolean =>
  ENDED.has(phase);

/**
 * Index of the step that made an experiment, from its name
 * `<rollout>-<hash>-<revision>-<step>`; undefined for a name of another form.
 *
 * @see rollout/experiment.go `GetExperimentFromTemplate`
 */
export function stepOfExperiment(
  rollout: Rollout,
  { metadata }: Experiment,
): number | undefined {
  const hash = metadata.labels?.[POD_TEMPLATE_HASH_LABEL];
  const revision = revisionOf(metadata.annotations) || '\\d+';
  const escaped = (text: string) => text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
  const form = new RegExp(
    `^${escaped(rollout.metadata.name)}-${escaped(
      hash ?? '',
    )}-${revision}-(\\d+)(?:\\.\\d+)?$`,
  );
  const index = Number(form.exec(metadata.name)?.[1] ?? NaN);
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  return steps[index]?.experiment ? index : undefined;
}

interface Around {
  replicaSets: readonly ReplicaSet[];
  pods: readonly Pod[];
}

function templateView(
  experiment: Experiment,
  name: string,
  step: readonly ExperimentStepTemplate[],
  around: Around,
): ExperimentTemplateView {
  const { spec, status } = experiment;
  const wanted = spec.templates.find(template => template.name === name);
  const now = status.templateStatuses?.find(one => one.name === name);
  const replicaSet = ownedBy(experiment.metadata.uid, around.replicaSets).find(
    ({ metadata }) => metadata.annotations?.[TEMPLATE_NAME_ANNOTATION] === name,
  );
  const ended = hasExperimentEnded(status.phase);
  return compact<ExperimentTemplateView>({
    name,
    specRef: step.find(template => template.name === name)?.specRef,
    status: now?.status,
    message: now?.message,
    podTemplateHash:
      now?.podTemplateHash ??
      (replicaSet && (podTemplateHash(replicaSet) || undefined)),
    service: now?.serviceName ?? wanted?.service?.name,
    replicas: compact({
      desired:
        replicaSet?.spec.replicas ??
        (wanted && !ended ? wanted.replicas ?? 1 : undefined),
      ready: now?.readyReplicas ?? replicaSet?.status.readyReplicas,
      available: now?.availableReplicas ?? replicaSet?.status.availableReplicas,
    }),
    replicaSet: replicaSet?.metadata.name,
    containers: containerViews(replicaSet?.spec.template),
    pods: replicaSet ? podsOfReplicaSet(replicaSet, around.pods) : [],
  });
}

/** When the time of an experiment ends: its duration counts from when all templates are available. */
function timeOf({
  spec,
  status,
}: Experiment): Pick<
  ExperimentView,
  'duration' | 'endsAt' | 'unreadableDuration'
> {
  const { duration } = spec;
  if (!duration) return {};
  const seconds = goDurationSeconds(duration);
  if (seconds === undefined) return { duration, unreadableDuration: true };
  const { availableAt, phase } = status;
  return compact({
    duration,
    endsAt:
      availableAt && !hasExperimentEnded(phase)
        ? isoAfter(availableAt, seconds)
        : undefined,
  });
}

function analysesOf(
  { spec, status }: Experiment,
  runs: readonly AnalysisRun[],
): ExperimentView['analyses'] {
  const reported = status.analysisRuns ?? [];
  const names = new Set([
    ...spec.analyses.map(({ name }) => name),
    ...reported.map(({ name }) => name),
  ]);
  return [...names].map(name => {
    const run = reported.find(one => one.name === name);
    return compact({
      name,
      required:
        spec.analyses.find(one => one.name === name)?.requiredForCompletion ===
        true,
      analysisRun: run?.analysisRun,
      runUid: runs.find(({ metadata }) => metadata.name === run?.analysisRun)
        ?.metadata.uid,
      phase: run?.phase,
      message: run?.message,
    });
  });
}

/**
 * The rollout's experiments, newest first, with their templates, pods and
 * analyses. Objects of other owners are ignored.
 *
 * @see experiments/experiment.go `calculateStatus`
 * @see utils/experiment/experiment.go `PassedDurations`
 */
export function deriveExperiments(
  rollout: Rollout,
  experiments: readonly Experiment[],
  around: Around & { analysisRuns: readonly AnalysisRun[] },
): ExperimentView[] {
  const current = rollout.status.canary?.currentExperiment;
  return ownedBy(rollout.metadata.uid, experiments)
    .map((experiment): ExperimentView => {
      const { metadata, spec, status } = experiment;
      const stepIndex = stepOfExperiment(rollout, experiment);
      const step =
        rollout.spec.strategy.canary?.steps?.[stepIndex ?? -1]?.experiment;
      const names = new Set([
        ...spec.templates.map(({ name }) => name),
        ...(status.templateStatuses ?? []).map(({ name }) => name),
      ]);
      return compact<ExperimentView>({
        uid: metadata.uid,
        name: metadata.name,
        current: metadata.name === current,
        phase: status.phase,
        message: status.message,
        stepIndex,
        revision: revisionOf(metadata.annotations) || undefined,
        podTemplateHash: metadata.labels?.[POD_TEMPLATE_HASH_LABEL],
        createdAt: metadata.creationTimestamp,
        availableAt: status.availableAt,
        terminating:
          spec.terminate === true && !hasExperimentEnded(status.phase),
        ...timeOf(experiment),
        templates: [...names].map(name =>
          templateView(experiment, name, step?.templates ?? [], around),
        ),
        analyses: analysesOf(
          experiment,
          ownedBy(metadata.uid, around.analysisRuns),
        ),
      });
    })
    .sort(
      (a, b) =>
        compareLatest(a.createdAt, b.createdAt) || (a.name > b.name ? -1 : 1),
    );
}

/**
 * When an experiment ends that has not: the rule in words, without its times.
 *
 * @see experiments/experiment.go `calculateStatus`
 */
export function experimentEndWords(experiment: ExperimentView): string {
  const { duration, endsAt, unreadableDuration, analyses, phase } = experiment;
  if (hasExperimentEnded(phase)) return '';
  if (experiment.terminating) return 'being terminated';
  if (unreadableDuration) return `its duration "${duration}" cannot be read`;
  const required = analyses.some(analysis => analysis.required);
  if (endsAt) {
    return required ? 'or as soon as its required analyses succeed' : '';
  }
  if (duration) {
    return `runs ${duration} once all its templates are available`;
  }
  return required
    ? 'runs until its required analyses succeed'
    : 'runs until it is terminated';
}
