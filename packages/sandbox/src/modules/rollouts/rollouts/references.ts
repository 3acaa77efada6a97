import { JsonRecord } from '@slipway/kube-sim';
import {
  effectiveCount,
  resolveMetric,
  runSpec,
  templatesOf,
} from '../analysis/templates';
import {
  AnalysisTemplate,
  RolloutAnalysis,
  TemplateRef,
} from '../analysisModel';
import { Service } from '../../../loops/model';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { invalidField } from './fieldErrors';
import { record, routingOf, strategyOf, textOf } from './rawSpec';
import { HASH_LABEL, MANAGED_BY } from './replicaSets';
import { Later, routerReferences } from './routerReferences';
import { blueGreenOf, canaryOf, stepsOf } from './spec';

/** What a Rollout refers to: first whether all of it is there, then whether it fits. Upstream: `getRolloutReferencedResources` in `rollout/controller.go`, `pkg/apis/rollouts/validation/validation_references.go`. */

function service(
  objects: RolloutObjects,
  rollout: Rollout,
  field: string,
  name: string,
): Later[] {
  if (!name) return [];
  const found = objects.services.get(rollout.metadata.namespace, name);
  if (!found) {
    throw invalidField(field, name, `service "${name}" not found`);
  }
  return [() => checkService(rollout, field, found)];
}

function checkService(rollout: Rollout, field: string, found: Service): void {
  const { name, annotations } = found.metadata;
  const labels = rollout.spec.template?.metadata?.labels ?? {};
  for (const [key, value] of Object.entries(found.spec.selector ?? {})) {
    if (key !== HASH_LABEL && labels[key] !== value) {
      throw invalidField(
        field,
        name,
        `Service "${name}" has unmatch label "${key}" in rollout`,
      );
    }
  }
  const manager = annotations?.[MANAGED_BY];
  if (manager !== undefined && manager !== rollout.metadata.name) {
    throw invalidField(
      field,
      name,
      `Service "${name}" is managed by another Rollout`,
    );
  }
}

/** @throws WrongField for a template that is not there; templates of templates are reported by another field */
function requireTemplates(
  objects: RolloutObjects,
  namespace: string | undefined,
  references: TemplateRef[],
  field: string,
): void {
  for (const { templateName, clusterScope } of references) {
    const found = clusterScope
      ? objects.clusterAnalysisTemplates.get(undefined, templateName)
      : objects.analysisTemplates.get(namespace, templateName);
    if (!found) {
      throw invalidField(
        field,
        templateName,
        `${
          clusterScope ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'
        } '${templateName}' not found`,
      );
    }
    requireTemplates(
      objects,
      namespace,
      found.spec.templates ?? [],
      'spec.templates',
    );
  }
}

function analysis(
  objects: RolloutObjects,
  rollout: Rollout,
  field: string,
  one: RolloutAnalysis | undefined,
  mayRunForEver = false,
): Later[] {
  if (!one) return [];
  const { namespace } = rollout.metadata;
  const references = one.templates ?? [];
  requireTemplates(objects, namespace, references, field);
  const templates = templatesOf(objects, namespace, references);
  return [
    () => checkAnalysis(rollout, field, one, templates),
    ...(mayRunForEver
      ? []
      : templates.map(template => () => checkEnds(field, template))),
  ];
}

/** That the templates make a run. */
function checkAnalysis(
  rollout: Rollout,
  field: string,
  one: RolloutAnalysis,
  templates: AnalysisTemplate[],
): void {
  const names = templates.map(template => template.metadata.name).join(' ');
  const given = (one.args ?? []).map(({ name }) => ({ name, value: 'dummy' }));
  const rules = [
    {},
    ...stepsOf(rollout).flatMap(step => (step.analysis ? [step.analysis] : [])),
  ];
  for (const more of rules) {
    try {
      runSpec(templates, given, more);
    } catch (error) {
      throw invalidField(
        field,
        `templateNames: [${names}]`,
        error instanceof Error ? error.message : String(error),
      );
    }
  }
}

/** That a template's metrics come to an end. */
function checkEnds(
  field: string,
  { metadata: { name }, spec }: AnalysisTemplate,
): void {
  const args = (spec.args ?? []).map(arg => ({
    name: arg.name,
    value: arg.value ?? 'dummy-value',
  }));
  for (const metric of spec.metrics ?? []) {
    let resolved;
    try {
      resolved = resolveMetric(metric, args);
    } catch (error) {
      throw invalidField(
        field,
        name,
        `AnalysisTemplate ${name}: ${
          error instanceof Error ? error.message : String(error)
        }`,
      );
    }
    if (effectiveCount(resolved) === undefined) {
      throw invalidField(
        field,
        name,
        `AnalysisTemplate ${name} has metric ${
          metric.name
        } which runs indefinitely. Invalid value for count: ${
          resolved.count ?? '<nil>'
        }`,
      );
    }
  }
}

/** @throws WrongField for what is not there or does not fit */
export function checkReferences(
  objects: RolloutObjects,
  rollout: Rollout,
): void {
  const base = 'spec.strategy';
  const later: Later[] = [];
  const services = (strategy: string, named: JsonRecord, keys: string[]) =>
    keys.forEach(key =>
      later.push(
        ...service(
          objects,
          rollout,
          `${base}.${strategy}.${key}`,
          textOf(named[key]),
        ),
      ),
    );
  const raw = strategyOf(rollout);
  const blueGreen = blueGreenOf(rollout);
  const canary = canaryOf(rollout);
  if (blueGreen) {
    const keys = ['activeService', 'previewService'];
    services('blueGreen', record(raw.blueGreen), keys);
  } else {
    const named = record(raw.canary);
    services('canary', named, ['stableService', 'canaryService']);
    const pingPong = record(named.pingPong);
    services('canary.pingPong', pingPong, ['pingService', 'pongService']);
  }
  const analyses: Array<
    [field: string, one: RolloutAnalysis | undefined, mayRunForEver?: boolean]
  > = blueGreen
    ? [
        ['blueGreen.prePromotionAnalysis', blueGreen.prePromotionAnalysis],
        ['blueGreen.postPromotionAnalysis', blueGreen.postPromotionAnalysis],
      ]
    : [
        ...stepsOf(rollout).map(
          (step, index): [string, RolloutAnalysis | undefined] => [
            `canary.steps[${index}].analysis`,
            step.analysis,
          ],
        ),
        ['canary.analysis', canary?.analysis, true],
      ];
  for (const [field, one, mayRunForEver] of analyses) {
    later.push(
      ...analysis(
        objects,
        rollout,
        `${base}.${field}.templates`,
        one,
        mayRunForEver,
      ),
    );
  }
  const routing = blueGreen ? undefined : routingOf(rollout);
  if (routing) later.push(...routerReferences(objects, rollout, routing));
  later.forEach(check => check());
}
