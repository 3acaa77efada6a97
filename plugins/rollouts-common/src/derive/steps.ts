import { AnalysisRun, CanaryStep, Rollout } from '../raw/types';
import { StepView } from '../types';
import { pauseSeconds, shortDuration } from './duration';

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

function scaleLabel(scale: NonNullable<CanaryStep['setCanaryScale']>): string {
  if (scale.weight !== undefined) return `scale ${scale.weight} %`;
  if (scale.replicas !== undefined) return `scale ${scale.replicas} pods`;
  return 'scale with traffic';
}

/**
 * Short words for a step: `20 %`, `pause`, `pause 10m`, `analysis success-rate`.
 *
 * @see utils/rollout/rolloututil.go `CanaryStepString`
 */
export function stepLabel(step: CanaryStep): string {
  const named = (word: string, name?: string) =>
    name ? `${word} ${name}` : word;
  switch (typeOf(step)) {
    case 'setWeight':
      return `${step.setWeight} %`;
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
      return scaleLabel(step.setCanaryScale ?? {});
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
    const seconds =
      type === 'pause' ? pauseSeconds(step.pause?.duration) : undefined;
    return {
      index,
      type,
      label: stepLabel(step),
      ...(step.setWeight !== undefined ? { weight: step.setWeight } : {}),
      ...(seconds !== undefined ? { pauseSeconds: seconds } : {}),
      state: stateOf(index),
    };
  });
}
