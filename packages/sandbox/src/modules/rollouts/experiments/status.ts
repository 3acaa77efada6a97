import { Experiment, ExperimentStatus } from '../rolloutModel';
import { stamp } from '../../../loops/time';
import { worsePhase } from '../analysis/assess';
import { isPhaseCompleted } from '../rollouts/phase';
import { ExperimentContext } from './ExperimentContext';
import {
  deadlineSecondsOf,
  endOf,
  hasPassedDuration,
  hasRequiredRuns,
  isTerminating,
  requiredRunsSuccessful,
  runStatusOf,
  templateStatusOf,
  wantedReplicas,
  worseTemplate,
} from './rules';

/** The phase of an Experiment, from its templates and analyses. Upstream: `calculateStatus` in `experiments/experiment.go`. */

interface Verdict {
  phase: string;
  message?: string;
}

/** The worst template decides. Upstream: `assessTemplates`. */
function assessTemplates({ experiment, next }: ExperimentContext): Verdict {
  const worst = (experiment.spec.templates ?? [])
    .map(({ name }) => templateStatusOf(next, name))
    .filter(status => status !== undefined)
    .reduce(worseTemplate, {
      name: '',
      replicas: 0,
      updatedReplicas: 0,
      readyReplicas: 0,
      availableReplicas: 0,
      status: 'Successful',
    });
  return {
    phase: worst.status === 'Progressing' ? 'Pending' : worst.status ?? '',
    message: worst.message,
  };
}

/** The worst analysis decides, unless all that are required were successful. Upstream: `assessAnalysisRuns`. */
function assessRuns({ experiment, next }: ExperimentContext): Verdict {
  let worst: Verdict = { phase: 'Successful' };
  for (const { name } of experiment.spec.analyses ?? []) {
    const run = runStatusOf(next, name);
    if (run && worsePhase(worst.phase, run.phase)) worst = run;
  }
  if (
    requiredRunsSuccessful(experiment, next) &&
    worsePhase(worst.phase, 'Running')
  ) {
    return {
      phase: 'Successful',
      message: 'Required AnalysisRuns completed',
    };
  }
  return worst.phase === 'Pending' ? { ...worst, phase: 'Running' } : worst;
}

function decide(
  experiment: Experiment,
  next: ExperimentStatus,
  templates: Verdict,
  runs: Verdict,
): Verdict {
  if (isPhaseCompleted(templates.phase)) {
    return templates.phase === 'Successful' &&
      (isPhaseCompleted(runs.phase) || hasRequiredRuns(experiment))
      ? runs
      : templates;
  }
  return (isPhaseCompleted(runs.phase) && runs.phase !== 'Successful') ||
    requiredRunsSuccessful(experiment, next)
    ? runs
    : templates;
}

/** Sets phase, message and `availableAt` of the next status. */
export function setPhase(context: ExperimentContext): void {
  const { experiment, next, now } = context;
  if (!next.phase) {
    next.phase = 'Pending';
    return;
  }
  if (isPhaseCompleted(next.phase)) return;
  const templates = assessTemplates(context);
  if (templates.phase === 'Running') next.availableAt ??= stamp(now);
  const { phase, message } = decide(
    experiment,
    next,
    templates,
    assessRuns(context),
  );
  next.phase = phase;
  if (message) next.message = message;
  else delete next.message;
}

/** Time until the duration is over or a template misses its deadline, ms; undefined when neither is awaited. Upstream: `calculateEnqueueDuration`. */
export function nextLook({
  experiment,
  next,
  now,
}: ExperimentContext): number | undefined {
  const then: Experiment = { ...experiment, status: next };
  if (isTerminating(then)) return undefined;
  const times: number[] = [];
  const end = endOf(then);
  if (end !== undefined && !hasPassedDuration(then, now)) times.push(end);
  for (const template of then.spec.templates ?? []) {
    const status = templateStatusOf(next, template.name);
    if (
      status?.lastTransitionTime &&
      ['Progressing', 'Running'].includes(status.status ?? '') &&
      status.availableReplicas !== wantedReplicas(then, template)
    ) {
      times.push(
        Date.parse(status.lastTransitionTime) + deadlineSecondsOf(then) * 1000,
      );
    }
  }
  return times.length
    ? Math.max(0, Math.min(...times) - now.getTime()) + 1
    : undefined;
}
