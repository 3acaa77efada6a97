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
import { Rollout } from '../base/rolloutModel';
import { InvalidField } from './fieldErrors';
import { hasRuleWith } from './ingressRules';
import { HASH_LABEL, MANAGED_BY } from './replicaSets';
import { blueGreenOf, canaryOf, stepsOf } from './spec';

/** What a Rollout refers to. Upstream: `validation_references.go`. */

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

/** @throws InvalidField for what is not there or does not fit */
export function checkReferences(objects: Objects, rollout: Rollout): void {
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
