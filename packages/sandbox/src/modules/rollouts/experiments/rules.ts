import {
  Experiment,
  ExperimentRunStatus,
  ExperimentStatus,
  ExperimentTemplate,
  TemplateStatus,
} from '../rolloutModel';
import { parseDuration } from '../../../loops/time';
import { isPhaseCompleted } from '../rollouts/phase';

/** What the spec and status of an Experiment mean. Upstream: `utils/experiment/experiment.go`. */

const DEFAULT_DEADLINE = 600;
const DEFAULT_SCALE_DOWN_DELAY = 30;
/** From best to worst. */
const TEMPLATE_ORDER = [
  'Successful',
  'Running',
  'Progressing',
  'Error',
  'Failed',
];

export const isTemplateCompleted = (status: string | undefined): boolean =>
  ['Successful', 'Failed', 'Error'].includes(status ?? '');

/** The worse one of two template states. */
export const worseTemplate = (
  left: TemplateStatus,
  right: TemplateStatus,
): TemplateStatus =>
  TEMPLATE_ORDER.indexOf(right.status ?? '') >
  TEMPLATE_ORDER.indexOf(left.status ?? '')
    ? right
    : left;

/** Seconds that the pods of a template may take to become available. */
export const deadlineSecondsOf = ({ spec }: Experiment): number =>
  spec.progressDeadlineSeconds ?? DEFAULT_DEADLINE;

/** Seconds that pods stay after the end. */
export const scaleDownDelayOf = ({ spec }: Experiment): number =>
  spec.scaleDownDelaySeconds ?? DEFAULT_SCALE_DOWN_DELAY;

export const runStatusOf = (
  status: ExperimentStatus,
  name: string,
): ExperimentRunStatus | undefined =>
  status.analysisRuns?.find(run => run.name === name);

export const templateStatusOf = (
  status: ExperimentStatus,
  name: string,
): TemplateStatus | undefined =>
  status.templateStatuses?.find(template => template.name === name);

/** A list with the item of the same name replaced, or with the item added. */
export const withNamed = <T extends { name: string }>(
  list: T[] | undefined,
  item: T,
): T[] =>
  list?.some(({ name }) => name === item.name)
    ? list.map(one => (one.name === item.name ? item : one))
    : [...(list ?? []), item];

export const hasRequiredRuns = ({ spec }: Experiment): boolean =>
  spec.analyses?.some(analysis => analysis.requiredForCompletion) ?? false;

/** Whether there are required analyses and all were successful. */
export const requiredRunsSuccessful = (
  experiment: Experiment,
  status: ExperimentStatus,
): boolean =>
  hasRequiredRuns(experiment) &&
  (experiment.spec.analyses ?? [])
    .filter(analysis => analysis.requiredForCompletion)
    .every(({ name }) => runStatusOf(status, name)?.phase === 'Successful');

/** Whether pods and runs are to end: it is over, somebody ended it, or a template or an analysis failed. */
export function isTerminating(experiment: Experiment): boolean {
  const { spec, status } = experiment;
  return (
    Boolean(spec.terminate) ||
    isPhaseCompleted(status.phase) ||
    (status.templateStatuses ?? []).some(template =>
      ['Failed', 'Error'].includes(template.status ?? ''),
    ) ||
    (status.analysisRuns ?? []).some(run =>
      ['Failed', 'Error', 'Inconclusive'].includes(run.phase),
    ) ||
    requiredRunsSuccessful(experiment, status)
  );
}

/** When the duration is over, ms since the epoch; undefined without a duration or before all pods were available. */
export function endOf({ spec, status }: Experiment): number | undefined {
  const duration = parseDuration(spec.duration ?? '');
  const since = Date.parse(status.availableAt ?? '');
  return duration === undefined || Number.isNaN(since)
    ? undefined
    : since + duration;
}

export const hasPassedDuration = (experiment: Experiment, now: Date): boolean =>
  now.getTime() > (endOf(experiment) ?? Infinity);

/** Pods that a template is to have. */
export const wantedReplicas = (
  experiment: Experiment,
  template: ExperimentTemplate,
): number =>
  isTerminating(experiment) ||
  isTemplateCompleted(
    templateStatusOf(experiment.status, template.name)?.status,
  )
    ? 0
    : template.replicas ?? 1;
