import { Experiment, ExperimentStatus } from '../rolloutModel';
import {
  conditionOf,
  newCondition,
  removeCondition,
  setCondition,
} from '../rollouts/conditions';
import { deadlineSecondsOf, hasPassedDuration } from './rules';

/** Conditions of Experiments. Upstream: `experiments/conditions.go`, `utils/conditions/experiments.go`. */

/** What is wrong with the spec; undefined when nothing is. Upstream: `VerifyExperimentSpec`. */
export function specError(experiment: Experiment): string | undefined {
  const { metadata, spec } = experiment;
  const names = new Set<string>();
  for (const [index, template] of (spec.templates ?? []).entries()) {
    const { selector, minReadySeconds = 0, name } = template;
    if (!selector) {
      return `Rollout has missing field '.Spec.Templates[${index}].Selector'`;
    }
    if (!selector.matchLabels && !selector.matchExpressions) {
      return `This experiment is selecting all pods at index ${index}. A non-empty selector is required.`;
    }
    if (minReadySeconds > deadlineSecondsOf(experiment)) {
      return `MinReadySeconds cannot be longer than ProgressDeadlineSeconds. Check template index ${index}`;
    }
    if (!name) {
      return `Experiment ${metadata.name} has empty template name at index ${index}`;
    }
    if (names.has(name)) {
      return `Experiment ${metadata.name} has repeated template name '${name}' in templates`;
    }
    names.add(name);
  }
  return undefined;
}

/** A status that says why the spec is refused. */
export function refusedStatus(
  { status }: Experiment,
  message: string,
  now: Date,
): ExperimentStatus {
  const next = structuredClone(status);
  if (conditionOf(status, 'InvalidSpec')?.message !== message) {
    removeCondition(next, 'InvalidSpec');
  }
  setCondition(
    next,
    newCondition(now, 'InvalidSpec', 'True', 'InvalidSpec', message),
  );
  return next;
}

function hasProgressed(last: ExperimentStatus, next: ExperimentStatus) {
  const before = last.templateStatuses ?? [];
  const after = next.templateStatuses ?? [];
  return (
    before.length < after.length ||
    before.some(old => {
      const now = after.find(({ name }) => name === old.name);
      return (
        now &&
        (old.replicas !== now.replicas ||
          old.updatedReplicas !== now.updatedReplicas ||
          old.readyReplicas !== now.readyReplicas ||
          old.availableReplicas !== now.availableReplicas)
      );
    })
  );
}

/** Sets the conditions of the next status. Upstream: `calculateExperimentConditions`. */
export function setConditions(
  experiment: Experiment,
  next: ExperimentStatus,
  now: Date,
): void {
  const { metadata, status } = experiment;
  const progressing = (value: 'True' | 'False', reason: string, what: string) =>
    newCondition(
      now,
      'Progressing',
      value,
      reason,
      `Experiment "${metadata.name}" ${what}.`,
    );
  if (conditionOf(status, 'InvalidSpec')) removeCondition(next, 'InvalidSpec');
  if (next.phase === 'Successful') {
    setCondition(
      next,
      progressing(
        'False',
        'ExperimentCompleted',
        'has successfully ran and completed',
      ),
    );
  } else if (hasProgressed(status, next)) {
    const condition = progressing(
      'True',
      'ReplicaSetUpdated',
      'is progressing',
    );
    const present = conditionOf(status, 'Progressing');
    if (present?.status === 'True') {
      condition.lastTransitionTime = present.lastTransitionTime;
    }
    removeCondition(next, 'Progressing');
    setCondition(next, condition);
  } else if (status.availableAt && !hasPassedDuration(experiment, now)) {
    setCondition(
      next,
      progressing('True', 'NewReplicaSetAvailable', 'is running'),
    );
  }
}
