import { rolloutArguments } from '../analysis/templates';
import { controllerReference, isOwnedBy } from '../../../loops/Objects';
import {
  Experiment,
  ExperimentSpec,
  ExperimentTemplate,
} from '../rolloutModel';
import { surplus } from './history';
import { pauseConditionOf } from './PauseContext';
import { isPhaseCompleted } from './phase';
import { HASH_LABEL, hashOf, REVISION } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { currentStep } from './spec';

/** Steps that run an Experiment. Upstream: `rollout/experiment.go`. */

function cancel(
  context: RolloutContext,
  experiments: Array<Experiment | undefined>,
): void {
  for (const experiment of experiments) {
    if (
      !experiment ||
      experiment.spec.terminate ||
      isPhaseCompleted(experiment.status.phase)
    ) {
      continue;
    }
    context.objects.experiments.update({
      ...experiment,
      spec: { ...experiment.spec, terminate: true },
    });
  }
}

/** The spec of the Experiment of the current step. Upstream: `GetExperimentFromTemplate`. */
function specOf(context: RolloutContext): ExperimentSpec {
  const { rollout, newRS, stableRS } = context;
  const { progressDeadlineSeconds } = rollout.spec;
  const step = currentStep(rollout).step?.experiment ?? {};
  const templates = (step.templates ?? []).map(
    (template): ExperimentTemplate => {
      const replicaSet = template.specRef === 'stable' ? stableRS : newRS;
      if (!replicaSet || !['canary', 'stable'].includes(template.specRef)) {
        throw new Error(
          'Invalid template step SpecRef: must be canary or stable',
        );
      }
      const { labels, annotations } = template.metadata ?? {};
      const base = replicaSet.spec.template;
      const selector = template.selector ?? replicaSet.spec.selector;
      const { minReadySeconds } = replicaSet.spec;
      return {
        name: template.name,
        ...(template.replicas !== undefined && { replicas: template.replicas }),
        ...(minReadySeconds && { minReadySeconds }),
        ...((template.weight !== undefined || template.service) && {
          service: template.service?.name
            ? { name: template.service.name }
            : {},
        }),
        selector: {
          ...selector,
          matchLabels: { ...selector.matchLabels, ...labels },
        },
        template: {
          ...base,
          metadata: {
            ...base.metadata,
            labels: { ...base.metadata?.labels, ...labels },
            ...((base.metadata?.annotations || annotations) && {
              annotations: { ...base.metadata?.annotations, ...annotations },
            }),
          },
        },
      };
    },
  );
  const { duration, scaleDownDelaySeconds, dryRun } = step;
  const analyses = step.analyses?.map(({ args, ...analysis }) => ({
    ...analysis,
    ...(args?.length && {
      args: rolloutArguments(args, rollout, newRS, stableRS),
    }),
  }));
  return {
    templates,
    ...(duration !== undefined && { duration }),
    ...(scaleDownDelaySeconds !== undefined && { scaleDownDelaySeconds }),
    ...(progressDeadlineSeconds !== undefined && { progressDeadlineSeconds }),
    ...(dryRun && { dryRun }),
    ...(analyses && { analyses }),
    analysisRunMetadata: step.analysisRunMetadata ?? {},
  };
}

const semantics = ({ terminate: _, ...spec }: ExperimentSpec) =>
  JSON.stringify(spec);

/** Creates the Experiment; one that still runs with the same spec is taken instead. Upstream: `createExperimentWithCollisionHandling`. */
function create(context: RolloutContext): Experiment {
  const { rollout, newRS, objects } = context;
  const { metadata } = rollout;
  const revision = metadata.annotations?.[REVISION] ?? '';
  const { index } = currentStep(rollout);
  const base = `${metadata.name}-${hashOf(newRS)}-${revision}-${index}`;
  const spec = specOf(context);
  for (let collisions = 0; ; collisions += 1) {
    const name = collisions ? `${base}-${collisions}` : base;
    const existing = objects.experiments.get(metadata.namespace, name);
    if (!existing) {
      return objects.experiments.create({
        metadata: {
          name,
          namespace: metadata.namespace,
          labels: { ...metadata.labels, [HASH_LABEL]: hashOf(newRS) },
          annotations: { [REVISION]: revision },
          ownerReferences: [controllerReference(rollout)],
        },
        spec,
        status: {},
      });
    }
    if (
      !isPhaseCompleted(existing.status.phase) &&
      isOwnedBy(existing, metadata.uid) &&
      semantics(existing.spec) === semantics(spec)
    ) {
      return existing;
    }
  }
}

/** Deletes old Experiments: of revisions that are gone, and above the limits of `spec.analysis`. Upstream: `FilterExperimentsToDelete`. */
function deleteOld(context: RolloutContext, experiments: Experiment[]): void {
  for (const experiment of surplus(context, experiments)) {
    if (!experiment.metadata.deletionTimestamp) {
      context.objects.experiments.delete(experiment);
    }
  }
}

/** Starts, ends and judges the Experiment of the current step. Upstream: `reconcileExperiments`. */
export function reconcileExperiments(context: RolloutContext): void {
  const { rollout, pause } = context;
  if (pause.aborted || rollout.status.promoteFull) {
    cancel(context, [...context.otherExperiments, context.experiment]);
    return;
  }
  if (pauseConditionOf(rollout, 'InconclusiveAnalysisRun')) return;
  let others = context.otherExperiments;
  const { step } = currentStep(rollout);
  if (step?.experiment) {
    if (!context.experiment) {
      if (!context.stableRS) return;
      context.experiment = create(context);
      context.event(
        'Normal',
        'ExperimentCreated',
        `Created Experiment '${context.experiment.metadata.name}'`,
      );
    }
    const { metadata, status } = context.experiment;
    if (status.phase === 'Inconclusive') {
      pause.pause('InconclusiveExperiment');
    } else if (status.phase === 'Error' || status.phase === 'Failed') {
      pause.abort(
        `Experiment analysis phase is error/failed${
          status.message ? `: ${status.message}` : ''
        }`,
      );
    } else if (status.phase !== 'Successful') {
      context.next.canary = {
        ...context.next.canary,
        currentExperiment: metadata.name,
      };
      others = others.filter(other => other.metadata.name !== metadata.name);
    }
  } else if (context.experiment) {
    others = [...others, context.experiment];
  }
  cancel(context, others);
  deleteOld(context, others);
}
