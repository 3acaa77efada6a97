import { AnalysisRun, CanaryStep, Rollout } from '../raw/types';
import { StepView } from '../types';
import { pauseSeconds, shortDuration } from './duration';
import { maxTrafficWeight, percentOf } from './weights';

const STEP_TYPES = [
  'setWeight',
  'pause',
  'analysis',
  'experiment',
  'setCanaryScale',
  'setHeaderRoute',
  'setMirrorRoute',
  'plugin',
] as const satisfies ReadonlyArray<StepView['type'] & keyof CanaryStep>;

function typeOf(step: CanaryStep): StepView['type'] {
  return STEP_TYPES.find(type => step[type] !== undefined) ?? 'unknown';
}

/** `0.5 %` for 5 of 1000; a weight that is no part of the maximum is quoted as it stands. */
function partLabel(weight: number, maximum: number): string {
  const percent = percentOf(weight, maximum);
  return percent === undefined
    ? `weight ${weight} of ${maximum}`
    : `${percent} %`;
}

/**
 * A canary's scale; its weight is a part of the replicas, not of the traffic.
 *
 * @see utils/replicaset/canary.go `CalculateReplicaCountsForTrafficRoutedCanary`, `trafficWeightToReplicas`
 */
function scaleLabel(
  scale: NonNullable<CanaryStep['setCanaryScale']>,
  maximum: number,
): string {
  if (scale.weight !== undefined) {
    return `scale ${partLabel(scale.weight, maximum)}`;
  }
  if (scale.replicas !== undefined) return `scale ${scale.replicas} pods`;
  return 'scale with traffic';
}

/**
 * Short words for a step: `20 %`, `pause`, `pause 10m`, `analysis success-rate`.
 *
 * @param maximum - `maxTrafficWeight`: weights are shown as percentages of it
 * @see utils/rollout/rolloututil.go `CanaryStepString`
 */
export function stepLabel(step: CanaryStep, maximum = 100): string {
  const named = (word: string, name?: string) =>
    name ? `${word} ${name}` : word;
  switch (typeOf(step)) {
    case 'setWeight':
      return partLabel(step.setWeight ?? NaN, maximum);
    case 'pause': {
      const seconds = pauseSeconds(step.pause?.duration);
      if (seconds !== undefined) return `pause ${shortDuration(seconds)}`;
      return named('pause', step.pause?.duration?.toString());
    }
    case 'analysis':
      return named(
        'analysis',
        step.analysis?.templates
          ?.map(template => template.templateName)
          .filter(name => name !== undefined)
          .join(', '),
      );
    case 'experiment':
      return named('experiment', step.experiment?.duration);
    case 'setCanaryScale':
      return scaleLabel(step.setCanaryScale ?? {}, maximum);
    case 'setHeaderRoute':
      return named('header route', step.setHeaderRoute?.name);
    case 'setMirrorRoute':
      return named('mirror route', step.setMirrorRoute?.name);
    case 'plugin':
      return named('plugin', step.plugin?.name);
    default:
      return 'unknown step';
  }
}

const isBad = (phase: string | undefined) =>
  phase === 'Failed' || phase === 'Error';

/**
 * The step whose analysis ended the rollout. After an abort the controller
 * sets the index back to 0, so the step is read from the run's label.
 */
function failedStep(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[],
): number | undefined {
  const current = rollout.status.canary?.currentStepAnalysisRunStatus;
  if (!current || !isBad(current.status)) return undefined;
  const run = analysisRuns.find(
    candidate => candidate.metadata.name === current.name,
  );
  const label = run?.metadata.labels?.['step-index'];
  return label !== undefined && /^\d+$/.test(label) ? Number(label) : undefined;
}

/**
 * The steps of a canary with their state. `waiting`: the step is held by a
 * pause. `failed`: its analysis ended the rollout. After an abort for another
 * reason every step is `upcoming` again: the controller went back to the start.
 *
 * @see utils/replicaset/canary.go `GetCurrentCanaryStep`
 */
export function deriveSteps(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[] = [],
): StepView[] {
  const steps = rollout.spec.strategy.canary?.steps ?? [];
  const { status, spec } = rollout;
  const maximum = maxTrafficWeight(rollout);
  const failed = failedStep(rollout, analysisRuns);
  const reached =
    status.abort && failed !== undefined
      ? failed
      : status.currentStepIndex ?? 0;
  const held = Boolean(status.pauseConditions?.length) || spec.paused === true;

  const stateOf = (index: number): StepView['state'] => {
    if (index === failed) return 'failed';
    if (index < reached) return 'done';
    if (index > reached || status.abort) return 'upcoming';
    return held ? 'waiting' : 'current';
  };

  return steps.map((step, index) => {
    const type = typeOf(step);
    const weight =
      step.setWeight === undefined
        ? undefined
        : percentOf(step.setWeight, maximum);
    const seconds =
      type === 'pause' ? pauseSeconds(step.pause?.duration) : undefined;
    return {
      index,
      type,
      label: stepLabel(step, maximum),
      ...(weight !== undefined ? { weight } : {}),
      ...(seconds !== undefined ? { pauseSeconds: seconds } : {}),
      state: stateOf(index),
    };
  });
}
