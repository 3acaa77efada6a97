import { createWithCollisionCounter } from '../analysis/createRun';
import {
  filledIn,
  runSpec,
  TemplateNotFound,
  templatesOf,
} from '../analysis/templates';
import { Argument } from '../analysisModel';
import { ExperimentAnalysis, ExperimentRunStatus } from '../rolloutModel';
import { stamp } from '../../../loops/time';
import { isPhaseCompleted } from '../rollouts/phase';
import { hashOf } from '../rollouts/replicaSets';
import { ExperimentContext, textOf } from './ExperimentContext';
import { endOf, runStatusOf, withNamed } from './rules';

/** AnalysisRuns of an Experiment. Upstream: `reconcileAnalysisRun` in `experiments/experiment.go`. */

/** Why something cannot be read, as a lister of the controller says it. */
const listerText = (error: unknown): string =>
  error instanceof TemplateNotFound
    ? `${error.resource}.argoproj.io "${error.templateName}" not found`
    : textOf(error);

const templatesFor = (
  { objects, experiment }: ExperimentContext,
  { templateName, clusterScope }: ExperimentAnalysis,
) =>
  templatesOf(objects, experiment.metadata.namespace, [
    { templateName, clusterScope },
  ]);

/** Arguments with what is known of the Experiment filled in. Upstream: `ResolveExperimentArgsValue`. */
function resolvedArguments(
  { experiment, replicaSets }: ExperimentContext,
  args: Argument[],
): Argument[] {
  const { availableAt } = experiment.status;
  const end = endOf(experiment);
  const values = new Map<string, string>([
    ...(availableAt
      ? [['experiment.availableAt', availableAt] satisfies [string, string]]
      : []),
    ...(end === undefined
      ? []
      : [
          ['experiment.finishedAt', stamp(new Date(end))] satisfies [
            string,
            string,
          ],
        ]),
  ]);
  for (const [name, replicaSet] of replicaSets) {
    values.set(`templates.${name}.podTemplateHash`, hashOf(replicaSet));
    values.set(`templates.${name}.replicaset.name`, replicaSet.metadata.name);
  }
  return args.map(({ name, value }) => ({
    name,
    ...(value === undefined ? {} : { value: filledIn(value, values) }),
  }));
}

function create(context: ExperimentContext, analysis: ExperimentAnalysis) {
  const { experiment, objects } = context;
  const { dryRun, measurementRetention, analysisRunMetadata } = experiment.spec;
  return createWithCollisionCounter(objects, experiment, {
    name: `${experiment.metadata.name}-${analysis.name}`,
    labels: analysisRunMetadata?.labels,
    annotations: analysisRunMetadata?.annotations,
    spec: runSpec(
      templatesFor(context, analysis),
      resolvedArguments(context, analysis.args ?? []),
      { dryRun, measurementRetention },
    ),
  });
}

/** The next status of a run; `last` where nothing changes. */
function advance(
  context: ExperimentContext,
  analysis: ExperimentAnalysis,
  last: ExperimentRunStatus,
): ExperimentRunStatus {
  const { experiment, objects, terminating } = context;
  const failed = (message: string) => ({ ...last, phase: 'Error', message });
  if (!experiment.status.availableAt) {
    try {
      templatesFor(context, analysis);
      return last;
    } catch (error) {
      return failed(
        `${
          analysis.clusterScope ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'
        } verification failed for analysis '${analysis.name}': ${listerText(
          error,
        )}`,
      );
    }
  }
  if (!last.analysisRun) {
    if (terminating) return last;
    try {
      const { metadata } = create(context, analysis);
      return { ...last, phase: 'Pending', analysisRun: metadata.name };
    } catch (error) {
      return failed(
        `Failed to create AnalysisRun for analysis '${
          analysis.name
        }': ${listerText(error)}`,
      );
    }
  }
  if (isPhaseCompleted(last.phase)) return last;
  const run = objects.analysisRuns.get(
    experiment.metadata.namespace,
    last.analysisRun,
  );
  if (!run) {
    return failed(`analysisrun.argoproj.io "${last.analysisRun}" not found`);
  }
  if (terminating) {
    if (!isPhaseCompleted(run.status.phase) && !run.spec.terminate) {
      context.event(
        'Normal',
        'AnalysisRunTerminating',
        `Terminating ${analysis.name} (${run.metadata.name})`,
      );
      objects.analysisRuns.update({
        ...run,
        spec: { ...run.spec, terminate: true },
      });
    }
    return last;
  }
  const { message: _, ...rest } = last;
  return {
    ...rest,
    phase: run.status.phase ?? last.phase,
    ...(run.status.message ? { message: run.status.message } : {}),
  };
}

/** Starts, ends and reads the run of one analysis. */
export function reconcileAnalysis(
  context: ExperimentContext,
  analysis: ExperimentAnalysis,
): void {
  const { experiment, next, objects } = context;
  const { name } = analysis;
  const last = runStatusOf(experiment.status, name) ?? {
    name,
    analysisRun: '',
    phase: '',
  };
  const status = advance(context, analysis, last);
  next.analysisRuns = withNamed(next.analysisRuns, status);
  if (status.phase === last.phase || !status.phase) return;
  const reason = `AnalysisRun${status.phase}`;
  const text = `AnalysisRun '${name}' transitioned from ${last.phase} -> ${
    status.phase
  }${status.message ? `: ${status.message}` : ''}`;
  context.event(
    ['Failed', 'Error', 'Inconclusive'].includes(status.phase)
      ? 'Warning'
      : 'Normal',
    reason,
    text,
  );
  const owner = experiment.metadata.ownerReferences?.find(
    ({ kind }) => kind === 'Rollout',
  );
  const rollout =
    owner && objects.rollouts.get(experiment.metadata.namespace, owner.name);
  if (rollout) context.eventOn(rollout, 'Warning', reason, text);
}
