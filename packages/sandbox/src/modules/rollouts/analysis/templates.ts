import {
  AnalysisRunSpec,
  AnalysisTemplate,
  Argument,
  Metric,
  TemplateRef,
} from '../analysisModel';
import { ReplicaSet } from '../../../loops/model';
import { RolloutObjects } from '../RolloutObjects';
import { Rollout } from '../rolloutModel';
import { hashOf } from '../rollouts/replicaSets';

/** From templates and arguments to the spec of an AnalysisRun. Upstream: `utils/analysis/helpers.go`, `factory.go`, `utils/template/template.go`. */

/** A template that a reference names is not there. */
export class TemplateNotFound extends Error {
  /** Kind in lower case, as a client-go lister names it. */
  readonly resource: string;

  constructor(readonly templateName: string, clusterScope: boolean) {
    super(
      `${
        clusterScope ? 'ClusterAnalysisTemplate' : 'AnalysisTemplate'
      } '${templateName}' not found`,
    );
    this.name = 'TemplateNotFound';
    this.resource = clusterScope
      ? 'clusteranalysistemplate'
      : 'analysistemplate';
  }
}

/** The templates that references name, those that these refer to included, each once; those of the namespace come first. */
export function templatesOf(
  objects: RolloutObjects,
  namespace: string | undefined,
  references: TemplateRef[],
): AnalysisTemplate[] {
  const seen = new Set<string>();
  const own: AnalysisTemplate[] = [];
  const ofCluster: AnalysisTemplate[] = [];
  const visit = ({ templateName, clusterScope = false }: TemplateRef) => {
    const key = `${clusterScope}/${templateName}`;
    if (seen.has(key)) return;
    seen.add(key);
    const template = clusterScope
      ? objects.clusterAnalysisTemplates.get(undefined, templateName)
      : objects.analysisTemplates.get(namespace, templateName);
    if (!template) throw new TemplateNotFound(templateName, clusterScope);
    (clusterScope ? ofCluster : own).push(template);
    template.spec.templates?.forEach(visit);
  };
  references.forEach(visit);
  return [...own, ...ofCluster];
}

/** Value at a path like `spec.template.spec.containers[0].image` or `metadata.labels['app']`. */
function valueAt(rollout: Rollout, path: string): string {
  const sections = path
    .split(/\['|'\]|[.[\]]+/)
    .filter(section => section !== '');
  let value: unknown = rollout;
  for (const section of sections) {
    if (Array.isArray(value)) {
      const index = Number(section);
      if (!Number.isInteger(index))
        throw new Error(`invalid index '${section}'`);
      if (index >= value.length) throw new Error(`index ${index} out of range`);
      value = value[index];
    } else if (typeof value === 'object' && value !== null) {
      value = new Map<string, unknown>(Object.entries(value)).get(section);
    } else {
      throw new Error(`invalid path ${path} in rollout`);
    }
  }
  if (value === undefined || value === null) {
    throw new Error(`invalid path ${path} in rollout`);
  }
  if (typeof value === 'object') {
    throw new Error(
      `path ${path} in rollout must terminate in a primitive value`,
    );
  }
  return String(value);
}

/** Arguments that a Rollout gives to its AnalysisRun. */
export const rolloutArguments = (
  args: Argument[] | undefined,
  rollout: Rollout,
  newRS: ReplicaSet | undefined,
  stableRS: ReplicaSet | undefined,
): Argument[] =>
  (args ?? []).map(({ name, value = '', valueFrom }) => {
    if (valueFrom?.podTemplateHashValue === 'Latest') {
      return { name, value: hashOf(newRS) };
    }
    if (valueFrom?.podTemplateHashValue === 'Stable') {
      return { name, value: hashOf(stableRS) };
    }
    if (valueFrom?.fieldRef) {
      return { name, value: valueAt(rollout, valueFrom.fieldRef.fieldPath) };
    }
    return { name, value };
  });

function templateArguments(templates: AnalysisTemplate[]): Argument[] {
  const args: Argument[] = [];
  for (const arg of templates.flatMap(template => template.spec.args ?? [])) {
    const index = args.findIndex(present => present.name === arg.name);
    const present = args[index];
    if (!present) {
      args.push(arg);
      continue;
    }
    if (
      present.value !== undefined &&
      arg.value !== undefined &&
      present.value !== arg.value
    ) {
      throw new Error(
        `Argument \`${arg.name}\` specified multiple times with different values: '${present.value}', '${arg.value}'`,
      );
    }
    if (present.value === undefined) args[index] = arg;
  }
  return args;
}

function withoutDuplicates<T extends { metricName: string }>(
  rules: T[],
  what: string,
): T[] {
  const names = new Set<string>();
  for (const { metricName } of rules) {
    if (names.has(metricName)) {
      throw new Error(
        `two ${what} metric rules have the same name '${metricName}'`,
      );
    }
    names.add(metricName);
  }
  return rules;
}

/**
 * The spec of an AnalysisRun of some templates.
 *
 * @throws when metrics share a name, or an argument has no value
 */
export function runSpec(
  templates: AnalysisTemplate[],
  given: Argument[],
  more: Pick<AnalysisRunSpec, 'dryRun' | 'measurementRetention'> = {},
): AnalysisRunSpec {
  const metrics = templates.flatMap(template => template.spec.metrics ?? []);
  const names = new Set<string>();
  for (const { name } of metrics) {
    if (names.has(name)) {
      throw new Error(`two metrics have the same name '${name}'`);
    }
    names.add(name);
  }
  const args = templateArguments(templates).map(arg => {
    const value = given.find(candidate => candidate.name === arg.name);
    return value?.value === undefined ? arg : { ...arg, value: value.value };
  });
  const missing = args.find(
    arg => arg.value === undefined && arg.valueFrom === undefined,
  );
  if (missing) throw new Error(`args.${missing.name} was not resolved`);
  const dryRun = withoutDuplicates(
    [
      ...(more.dryRun ?? []),
      ...templates.flatMap(template => template.spec.dryRun ?? []),
    ],
    'Dry-Run',
  );
  const measurementRetention = withoutDuplicates(
    [
      ...(more.measurementRetention ?? []),
      ...templates.flatMap(
        template => template.spec.measurementRetention ?? [],
      ),
    ],
    'Measurement Retention',
  );
  return {
    metrics,
    ...(args.length ? { args } : {}),
    ...(dryRun.length ? { dryRun } : {}),
    ...(measurementRetention.length ? { measurementRetention } : {}),
  };
}

/**
 * A text with its placeholders `{{name}}` filled in.
 *
 * @throws naming a placeholder that has no value
 */
export const filledIn = (
  text: string,
  values: ReadonlyMap<string, string>,
): string =>
  text.replace(/\{\{(.*?)\}\}/g, (placeholder, tag: string) => {
    const value = values.get(tag.trim());
    if (value === undefined)
      throw new Error(`failed to resolve ${placeholder}`);
    return value;
  });

/**
 * A metric with its arguments filled in (`{{args.name}}`).
 *
 * @throws naming a placeholder that no argument fills
 */
export function resolveMetric(metric: Metric, args: Argument[]): Metric {
  const unset = args.find(arg => arg.value === undefined);
  if (unset) throw new Error(`argument "${unset.name}" was not supplied`);
  const values = new Map(
    args.map(arg => [`args.${arg.name}`, arg.value ?? '']),
  );
  const walk = (value: unknown): unknown => {
    if (typeof value === 'string') return filledIn(value, values);
    if (Array.isArray(value)) return value.map(walk);
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, item]) => [key, walk(item)]),
      );
    }
    return value;
  };
  return walk(metric) as Metric;
}

/** A count that may be written as a string; upstream: `IntOrString.IntValue`. */
export const intOf = (
  value: number | string | undefined,
): number | undefined => {
  if (value === undefined || value === null) return undefined;
  const number = typeof value === 'number' ? value : Number(value);
  return Number.isInteger(number) ? number : 0;
};

/** How many measurements are taken; undefined: until it is ended. Upstream: `EffectiveCount`. */
export const effectiveCount = (metric: Metric): number | undefined => {
  const count = intOf(metric.count);
  if (count) return count;
  return metric.interval ? undefined : 1;
};
