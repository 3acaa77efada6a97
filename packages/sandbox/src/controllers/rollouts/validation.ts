import {
  effectiveCount,
  resolveMetric,
  runSpec,
  TemplateNotFound,
  templatesOf,
} from '../analysis/templates';
import { validateMetrics } from '../analysis/validation';
import { RolloutAnalysis } from '../base/analysisModel';
import { Objects } from '../base/Objects';
import { CanaryStep, Rollout } from '../base/rolloutModel';
import { HASH_LABEL, MANAGED_BY } from './replicaSets';
import { hasRuleWith } from './ingressRules';
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

/** A field whose value is refused, written as Kubernetes' `field.Error`. */
export class InvalidField extends Error {
  constructor(field: string, value: unknown, detail: string) {
    super(
      `${field}: Invalid value: ${
        typeof value === 'string' ? JSON.stringify(value) : String(value)
      }: ${detail}`,
    );
    this.name = 'InvalidField';
  }
}

/** A field that must be there. */
export class RequiredField extends Error {
  constructor(field: string, detail: string) {
    super(`${field}: Required value: ${detail}`);
    this.name = 'RequiredField';
  }
}

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

function checkService(
  objects: Objects,
  rollout: Rollout,
  field: string,
  name: string | undefined,
): void {
  if (!name) return;
  const service = objects.services.get(rollout.metadata.namespace, name);
  if (!service) {
    throw new InvalidField(field, name, `service "${name}" not found`);
  }
  const labels = rollout.spec.template?.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(service.spec.selector ?? {})) {
    if (key !== HASH_LABEL && labels[key] !== value) {
      throw new InvalidField(
        field,
        name,
        `Service "${name}" has unmatch label "${key}" in rollout`,
      );
    }
  }
  const manager = service.metadata.annotations?.[MANAGED_BY];
  if (manager && manager !== rollout.metadata.name) {
    throw new InvalidField(
      field,
      name,
      `Service "${name}" is managed by another Rollout`,
    );
  }
}

function checkAnalysis(
  objects: Objects,
  rollout: Rollout,
  field: string,
  analysis: RolloutAnalysis | undefined,
  mayRunForEver: boolean,
): void {
  if (!analysis) return;
  const { namespace } = rollout.metadata;
  let templates;
  try {
    templates = templatesOf(objects, namespace, analysis.templates ?? []);
  } catch (error) {
    if (!(error instanceof TemplateNotFound)) throw error;
    throw new InvalidField(field, error.templateName, error.message);
  }
  const names = templates.map(template => template.metadata.name).join(' ');
  try {
    runSpec(
      templates,
      (analysis.args ?? []).map(({ name }) => ({ name, value: 'dummy' })),
      analysis,
    );
  } catch (error) {
    throw new InvalidField(
      field,
      `templateNames: [${names}]`,
      error instanceof Error ? error.message : String(error),
    );
  }
  if (mayRunForEver) return;
  for (const { metadata, spec } of templates) {
    const refuse = (detail: string) =>
      new InvalidField(
        field,
        metadata.name,
        `AnalysisTemplate ${metadata.name}${detail}`,
      );
    const args = (spec.args ?? []).map(arg => ({
      name: arg.name,
      value: arg.value ?? 'dummy-value',
    }));
    const wrong = validateMetrics(() =>
      (spec.metrics ?? []).map(metric => resolveMetric(metric, args)),
    );
    if (wrong) throw refuse(`: ${wrong}`);
    const endless = (spec.metrics ?? []).find(
      metric => effectiveCount(resolveMetric(metric, args)) === undefined,
    );
    if (endless) {
      throw refuse(
        ` has metric ${
          endless.name
        } which runs indefinitely. Invalid value for count: ${
          endless.count === undefined ? 'nil' : endless.count
        }`,
      );
    }
  }
}

function checkReferences(objects: Objects, rollout: Rollout): void {
  const canary = canaryOf(rollout);
  const blueGreen = blueGreenOf(rollout);
  const base = 'spec.strategy';
  const service = (field: string, name: string | undefined) =>
    checkService(objects, rollout, `${base}.${field}`, name);
  service('blueGreen.activeService', blueGreen?.activeService);
  service('blueGreen.previewService', blueGreen?.previewService);
  service('canary.stableService', canary?.stableService);
  service('canary.canaryService', canary?.canaryService);

  const analysis = (
    field: string,
    one: RolloutAnalysis | undefined,
    mayRunForEver = false,
  ) =>
    checkAnalysis(
      objects,
      rollout,
      `${base}.${field}.templates`,
      one,
      mayRunForEver,
    );
  analysis('blueGreen.prePromotionAnalysis', blueGreen?.prePromotionAnalysis);
  analysis('blueGreen.postPromotionAnalysis', blueGreen?.postPromotionAnalysis);
  stepsOf(rollout).forEach((step, index) =>
    analysis(`canary.steps[${index}].analysis`, step.analysis),
  );
  analysis('canary.analysis', canary?.analysis, true);

  const nginx = canary?.trafficRouting?.nginx;
  if (!nginx) return;
  const { namespace } = rollout.metadata;
  const field = `${base}.canary.trafficRouting.nginx.stableIngress`;
  for (const name of nginx.stableIngresses ?? [nginx.stableIngress ?? '']) {
    const ingress = objects.ingresses.get(namespace, name);
    if (!ingress) {
      throw new InvalidField(
        field,
        name,
        `ingress.networking.k8s.io "${name}" not found`,
      );
    }
    if (!hasRuleWith(ingress, canary.stableService ?? '')) {
      throw new InvalidField(
        field,
        name,
        `ingress \`${name}\` has no rules using service ${canary.stableService} backend`,
      );
    }
  }
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
