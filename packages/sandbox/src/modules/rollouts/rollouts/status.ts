import { podTemplateHash } from '../../../loops/hash';
import { LabelSelector } from '../../../loops/model';
import { RolloutStatus } from '../rolloutModel';
import { seconds, stamp } from '../../../loops/time';
import { conditionOf, isHealthy } from './conditions';
import { actual, hashOf, ready, sumOf } from './replicaSets';
import { RolloutContext } from './RolloutContext';
import { progressDeadlineOf, stepsOf } from './spec';
import { waits } from './statusConditions';

/** The status that a reconciliation writes. Upstream: `rollout/sync.go`. */

/** A selector as `metav1.FormatLabelSelector` writes it. */
export function selectorText(selector: LabelSelector | undefined): string {
  const labels = Object.entries(selector?.matchLabels ?? {})
    .sort(([left], [right]) => (left < right ? -1 : 1))
    .map(([key, value]) => `${key}=${value}`);
  const expressions = (selector?.matchExpressions ?? []).map(
    ({ key, operator, values = [] }) => {
      if (operator === 'Exists') return key;
      if (operator === 'DoesNotExist') return `!${key}`;
      const word = operator === 'NotIn' ? 'notin' : 'in';
      return `${key} ${word} (${[...values].sort().join(',')})`;
    },
  );
  return [...labels, ...expressions].join(',') || '<none>';
}

/** What canary and blue-green have in common; fields that a reconciliation does not set are dropped. */
export function baseStatus(context: RolloutContext): RolloutStatus {
  const { rollout, newRS, allRSs, next } = context;
  const last = rollout.status;
  const status: RolloutStatus = {
    ...next,
    conditions: last.conditions?.filter(({ type }) => type !== 'InvalidSpec'),
    currentPodHash: newRS
      ? hashOf(newRS)
      : podTemplateHash(rollout.spec.template, last.collisionCount),
    replicas: sumOf(allRSs, actual),
    updatedReplicas: actual(newRS),
    readyReplicas: sumOf(allRSs, ready),
    collisionCount: last.collisionCount,
    promoteFull: last.promoteFull,
  };
  return status;
}

/** The same as for a new update: no pause, no abort, the first step. */
export function resetStatus(
  context: RolloutContext,
  status: RolloutStatus,
): void {
  context.pause.clear();
  context.pause.removeAbort();
  const restartAt = seconds(context.rollout.spec.restartAt);
  status.restartedAt = Number.isNaN(restartAt)
    ? undefined
    : stamp(new Date(restartAt));
  status.promoteFull = false;
  status.blueGreen = {};
  const { weights, currentExperiment, stablePingPong } = status.canary ?? {};
  status.canary = {
    ...(weights && { weights }),
    ...(currentExperiment && { currentExperiment }),
    ...(stablePingPong && { stablePingPong }),
  };
  status.currentStepIndex = stepsOf(context.rollout).length ? 0 : undefined;
}

/** Writes the next status, or, where nothing changes, asks for the look at the deadline. Upstream: `persistRolloutStatus`, `requeueStuckRollout`. */
export function persistStatus(
  context: RolloutContext,
  status: RolloutStatus,
): void {
  const { rollout, pause, now } = context;
  const last = rollout.status;
  pause.apply(status);
  status.workloadObservedGeneration = rollout.spec.workloadRef
    ? context.workloadGeneration
    : undefined;
  if (context.writeStatus(status)) {
    const paused = (status.pauseConditions?.length ?? 0) > 0;
    if (paused && !last.pauseConditions?.length) {
      context.event(
        'Normal',
        'RolloutPaused',
        `Rollout is paused (${status.pauseConditions?.[0].reason})`,
      );
    } else if (!paused && last.pauseConditions?.length && !status.abortedAt) {
      context.event('Normal', 'RolloutResumed', 'Rollout is resumed');
    }
    return;
  }
  const progressing = conditionOf(last, 'Progressing');
  if (
    !progressing ||
    isHealthy(rollout, status) ||
    progressing.reason === 'ProgressDeadlineExceeded' ||
    rollout.spec.paused ||
    last.pauseConditions?.length ||
    last.abort ||
    waits(context)
  ) {
    return;
  }
  const due =
    Date.parse(progressing.lastUpdateTime ?? '') +
    progressDeadlineOf(rollout) * 1000;
  context.services.requeueAfter(Math.max(0, due - now.getTime()) + 1000);
}
