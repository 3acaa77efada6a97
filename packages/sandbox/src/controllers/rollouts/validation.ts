import { Objects } from '../base/Objects';
import { CanaryStep, Rollout } from '../base/rolloutModel';
import { InvalidField, RequiredField } from './fieldErrors';
import { checkReferences } from './references';
import {
  blueGreenOf,
  canaryOf,
  historyLimitOf,
  isSetWeight,
  maxWeightOf,
  pauseDuration,
  progressDeadlineOf,
  stepsOf,
} from './spec';

/** What the controller refuses, in its words. Upstream: `pkg/apis/rollouts/validation/*.go`, `rollout/controller.go`. */

const missing = (field: string) => `Rollout has missing field '${field}'`;
const STEP =
  'Step must have one of the following set: experiment, setWeight, setCanaryScale, plugin or pause';
const isSet = (value: unknown) => value !== undefined && value !== null;

function checkNonNegative(field: string, value: number): void {
  if (value < 0) {
    throw new InvalidField(field, value, 'must be greater than or equal to 0');
  }
}

function checkTemplate(rollout: Rollout): void {
  const { selector, template } = rollout.spec;
  const labels = template?.metadata?.labels ?? {};
  const unmatched = Object.entries(selector?.matchLabels ?? {}).some(
    ([key, value]) => labels[key] !== value,
  );
  if (unmatched) {
    throw new InvalidField(
      'spec.template.metadata.labels',
      JSON.stringify(labels),
      '`selector` does not match template `labels`',
    );
  }
  const containers = template?.spec?.containers ?? [];
  if (!containers.length) {
    throw new RequiredField('spec.template.spec.containers', '');
  }
  containers.forEach(({ image }, index) => {
    if (!image) {
      throw new RequiredField(
        `spec.template.spec.containers[${index}].image`,
        '',
      );
    }
  });
}

function checkStep(rollout: Rollout, step: CanaryStep, index: number): void {
  const field = `spec.strategy.steps[${index}]`;
  const kinds = [
    isSet(step.experiment),
    isSet(step.setWeight),
    isSet(step.analysis),
    isSet(step.pause),
  ];
  if (kinds.filter(Boolean).length > 1) {
    const value = `step.Experiment: ${kinds[0]} step.Pause: ${kinds[3]} step.SetWeight: ${kinds[1]} step.Analysis: ${kinds[2]}`;
    throw new InvalidField(field, value, STEP);
  }
  const { setCanaryScale, setHeaderRoute, setMirrorRoute, plugin } = step;
  if (
    !kinds.some(Boolean) &&
    ![setCanaryScale, setHeaderRoute, setMirrorRoute, plugin].some(isSet)
  ) {
    const value =
      'step.Experiment: true step.Pause: true step.SetWeight: true step.Analysis: true step.SetCanaryScale: true step.SetHeaderRoute: true step.SetMirrorRoute: true step.Plugin: true';
    throw new InvalidField(field, value, STEP);
  }
  const max = maxWeightOf(rollout);
  const { setWeight = 0 } = step;
  if (isSetWeight(step) && (setWeight < 0 || setWeight > max)) {
    throw new InvalidField(
      `${field}.setWeight`,
      setWeight,
      `SetWeight needs to be between 0 and ${max}`,
    );
  }
  const pause = isSet(step.pause) ? pauseDuration(step) : undefined;
  if (pause !== undefined && !(pause >= 0)) {
    throw new InvalidField(
      `${field}.pause.duration`,
      Number.isNaN(pause) ? -1 : pause / 1000,
      'Duration needs to be greater than 0',
    );
  }
  if (isSet(setCanaryScale) && !canaryOf(rollout)?.trafficRouting) {
    throw new RequiredField(
      'spec.strategy.trafficRouting',
      'SetCanaryScale requires TrafficRouting to be set',
    );
  }
}

const percentOf = (value: number | string | undefined, unset: number) =>
  value === undefined ? unset : Number.parseInt(String(value), 10) || 0;

function checkCanary(rollout: Rollout): void {
  const canary = canaryOf(rollout);
  if (!canary) return;
  const { maxSurge, maxUnavailable, stableService, canaryService } = canary;
  if (percentOf(maxSurge, 25) === 0 && percentOf(maxUnavailable, 25) === 0) {
    throw new InvalidField(
      'spec.strategy.maxSurge',
      maxSurge,
      'MaxSurge and MaxUnavailable both can not be zero',
    );
  }
  if (canaryService && canaryService === stableService) {
    throw new InvalidField(
      'spec.strategy.stableService',
      stableService,
      'This rollout uses the same service for the stable and canary services, but two different services are required.',
    );
  }
  const routing = canary.trafficRouting;
  if (routing?.nginx) {
    for (const name of ['stableService', 'canaryService'] as const) {
      if (!canary[name]) {
        throw new InvalidField(
          `spec.strategy.${name}`,
          '',
          'Canary service and Stable service must to be set to use Traffic Routing',
        );
      }
    }
  }
  if (!routing && isSet(canary.scaleDownDelaySeconds)) {
    throw new InvalidField(
      'spec.strategy.scaleDownDelaySeconds',
      canary.scaleDownDelaySeconds,
      'Canary scaleDownDelaySeconds can only be used with traffic routing',
    );
  }
  if (canary.dynamicStableScale) {
    if (!routing || isSet(canary.scaleDownDelaySeconds)) {
      throw new InvalidField(
        'spec.strategy.dynamicStableScale',
        true,
        routing
          ? 'Canary dynamicStableScale cannot be used with scaleDownDelaySeconds'
          : 'Canary dynamicStableScale can only be used with traffic routing',
      );
    }
  }
  stepsOf(rollout).forEach((step, index) => checkStep(rollout, step, index));
}

function checkSpec(rollout: Rollout): void {
  const { spec } = rollout;
  checkNonNegative('spec.replicas', spec.replicas ?? 1);
  const { matchLabels = {}, matchExpressions = [] } = spec.selector ?? {};
  if (!spec.selector) {
    throw new RequiredField('spec.selector', missing('.spec.selector'));
  }
  if (!Object.keys(matchLabels).length && !matchExpressions.length) {
    throw new InvalidField(
      'spec.selector',
      '{}',
      'empty selector is invalid for deployment',
    );
  }
  checkTemplate(rollout);
  checkNonNegative('spec.minReadySeconds', spec.minReadySeconds ?? 0);
  checkNonNegative('spec.revisionHistoryLimit', historyLimitOf(rollout));
  checkNonNegative('spec.progressDeadlineSeconds', progressDeadlineOf(rollout));
  if (progressDeadlineOf(rollout) <= (spec.minReadySeconds ?? 0)) {
    throw new InvalidField(
      'spec.progressDeadlineSeconds',
      progressDeadlineOf(rollout),
      'must be greater than minReadySeconds',
    );
  }
  const blueGreen = blueGreenOf(rollout);
  if (!blueGreen && !canaryOf(rollout)) {
    throw new RequiredField(
      'spec.strategy.strategy',
      missing('.spec.strategy.canary or .spec.strategy.blueGreen'),
    );
  }
  if (blueGreen && canaryOf(rollout)) {
    throw new InvalidField(
      'spec.strategy.strategy',
      'blueGreen: true canary: true',
      'Multiple Strategies can not be listed',
    );
  }
  if (
    blueGreen &&
    (blueGreen.activeService ?? '') === (blueGreen.previewService ?? '')
  ) {
    throw new InvalidField(
      'spec.strategy.activeService',
      blueGreen.activeService ?? '',
      'This rollout uses the same service for the active and preview services, but two different services are required.',
    );
  }
  checkCanary(rollout);
}

/** What is wrong with a Rollout or with what it refers to; undefined when nothing is. */
export function validationError(
  objects: Objects,
  rollout: Rollout,
): string | undefined {
  try {
    checkSpec(rollout);
    checkReferences(objects, rollout);
    return undefined;
  } catch (error) {
    if (error instanceof InvalidField || error instanceof RequiredField) {
      return error.message;
    }
    throw error;
  }
}
