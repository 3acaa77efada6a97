import { controllerReference } from '../base/Objects';
import { Experiment, ExperimentTemplate } from '../base/rolloutModel';
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

function create(context: RolloutContext): Experiment {
  const { rollout, newRS, stableRS, objects } = context;
  const { step, index } = currentStep(rollout);
  const { metadata, spec } = rollout;
  const revision = metadata.annotations?.[REVISION] ?? '';
  const templates = (step?.experiment?.templates ?? []).map(
    (template): ExperimentTemplate => {
      const replicaSet = template.specRef === 'stable' ? stableRS : newRS;
      if (!replicaSet || !['canary', 'stable'].includes(template.specRef)) {
        throw new Error(
          'Invalid template step SpecRef: must be canary or stable',
        );
      }
      const labels = template.metadata?.labels;
      const base = replicaSet.spec.template;
      return {
        name: template.name,
        ...(template.replicas === undefined
          ? {}
          : { replicas: template.replicas }),
        selector: {
          ...(template.selector ?? replicaSet.spec.selector),
          matchLabels: {
            ...(template.selector ?? replicaSet.spec.selector).matchLabels,
            ...labels,
          },
        },
        template: {
          ...base,
          metadata: {
            ...base.metadata,
            labels: { ...base.metadata?.labels, ...labels },
          },
        },
      };
    },
  );
  const name = `${metadata.name}-${hashOf(newRS)}-${revision}-${index}`;
  let suffix = 0;
  while (
    objects.experiments.get(
      metadata.namespace,
      suffix ? `${name}-${suffix}` : name,
    )
  ) {
    suffix += 1;
  }
  const { duration, scaleDownDelaySeconds } = step?.experiment ?? {};
  return objects.experiments.create({
    metadata: {
      name: suffix ? `${name}-${suffix}` : name,
      namespace: metadata.namespace,
      labels: { ...metadata.labels, [HASH_LABEL]: hashOf(newRS) },
      annotations: { [REVISION]: revision },
      ownerReferences: [controllerReference(rollout)],
    },
    spec: {
      templates,
      ...(duration === undefined ? {} : { duration }),
      ...(scaleDownDelaySeconds === undefined ? {} : { scaleDownDelaySeconds }),
      ...(spec.progressDeadlineSeconds === undefined
        ? {}
        : { progressDeadlineSeconds: spec.progressDeadlineSeconds }),
    },
    status: {},
  });
}

/** Starts, ends and judges the Experiment of the current step. */
export function reconcileExperiments(context: RolloutContext): void {
  const { rollout, pause } = context;
  if (pause.aborted || rollout.status.promoteFull) {
    cancel(context, [...context.otherExperiments, context.experiment]);
    return;
  }
  if (pauseConditionOf(rollout, 'InconclusiveAnalysisRun')) return;
  const { step } = currentStep(rollout);
  if (!step?.experiment) {
    cancel(context, [...context.otherExperiments, context.experiment]);
    return;
  }
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
  const current = metadata.name;
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
      currentExperiment: current,
    };
  }
  cancel(
    context,
    context.otherExperiments.filter(other => other.metadata.name !== current),
  );
}
