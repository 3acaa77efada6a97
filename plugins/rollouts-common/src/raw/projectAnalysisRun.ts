import {
  boolean,
  compact,
  intOrString,
  isObject,
  Json,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';
import { AnalysisRun, RawArgument, RawMetric, RawMetricResult } from './types';
import { tagsOf } from './templateTags';

/** Datadog takes several named queries and a formula over them. */
function datadogQueries(settings: Json): string | undefined {
  const queries = Object.entries(object(settings.queries)).flatMap(
    ([name, query]) => (typeof query === 'string' ? [`${name}: ${query}`] : []),
  );
  const formula = string(settings.formula);
  return queries.length
    ? [...queries, ...(formula ? [formula] : [])].join('\n')
    : undefined;
}

function metric(raw: Json): RawMetric {
  const provider = object(raw.provider);
  const kind = Object.keys(provider).find(key => isObject(provider[key])) ?? '';
  const settings = object(provider[kind]);
  const threshold = optionalObject(settings.threshold);
  return compact({
    name: string(raw.name) ?? '',
    interval: string(raw.interval),
    initialDelay: string(raw.initialDelay),
    count: intOrString(raw.count),
    successCondition: string(raw.successCondition),
    failureCondition: string(raw.failureCondition),
    failureLimit: intOrString(raw.failureLimit),
    inconclusiveLimit: intOrString(raw.inconclusiveLimit),
    consecutiveErrorLimit: intOrString(raw.consecutiveErrorLimit),
    consecutiveSuccessLimit: intOrString(raw.consecutiveSuccessLimit),
    threshold:
      kind === 'kayenta' && threshold
        ? compact({
            pass: number(threshold.pass),
            marginal: number(threshold.marginal),
          })
        : undefined,
    // A plugin is named by the only key of its settings.
    provider: kind === 'plugin' ? Object.keys(settings)[0] ?? kind : kind,
    query: string(settings.query) ?? datadogQueries(settings),
  });
}

/** Whether a template such as `rate(x{a="{{ args.token }}"}[1m])` uses one of these arguments. */
const uses = (template: string, names: readonly string[]) =>
  tagsOf(template).some(tag =>
    names.includes(tag.trim().replace(/^args\./, '')),
  );

/** Arguments that a text which is shown uses; others may hold anything and are dropped. */
function shownArguments(spec: Json, metrics: readonly RawMetric[]) {
  const texts = metrics.flatMap(one =>
    Object.values(one).filter(
      (value): value is string => typeof value === 'string',
    ),
  );
  return list(spec.args).flatMap<RawArgument>(arg => {
    const name = string(arg.name) ?? '';
    if (!texts.some(text => uses(text, [name]))) return [];
    const valueFrom = Object.keys(object(arg.valueFrom))[0];
    const secret = isObject(object(arg.valueFrom).secretKeyRef);
    return [
      compact({
        name,
        value: secret ? undefined : string(arg.value),
        valueFrom: secret ? 'secretKeyRef' : valueFrom,
      }),
    ];
  });
}

/** Of a measurement's metadata only what names where to read more; the rest is the provider's own. */
const MEASUREMENT_KEYS = [
  'job-name',
  'job-namespace',
  'canaryExecutionId',
  'warnings',
];

function measurementMetadata(value: unknown) {
  const all = object(value);
  const kept = MEASUREMENT_KEYS.flatMap(key => {
    const text = string(all[key]);
    return text === undefined ? [] : [[key, text] as const];
  });
  return kept.length ? Object.fromEntries(kept) : undefined;
}

/** @param shown whether the query may be shown with its arguments filled in */
function metricResult(raw: Json, shown: boolean): RawMetricResult {
  const recorded = object(raw.metadata);
  return compact({
    name: string(raw.name) ?? '',
    phase: string(raw.phase) ?? '',
    message: string(raw.message),
    count: number(raw.count),
    successful: number(raw.successful),
    failed: number(raw.failed),
    inconclusive: number(raw.inconclusive),
    error: number(raw.error),
    consecutiveError: number(raw.consecutiveError),
    consecutiveSuccess: number(raw.consecutiveSuccess),
    dryRun: boolean(raw.dryRun),
    measurements: list(raw.measurements).map(measurement =>
      compact({
        phase: string(measurement.phase) ?? '',
        value: string(measurement.value),
        message: string(measurement.message),
        startedAt: string(measurement.startedAt),
        finishedAt: string(measurement.finishedAt),
        metadata: measurementMetadata(measurement.metadata),
      }),
    ),
    resolvedQuery: shown
      ? string(recorded.ResolvedPrometheusQuery) ??
        string(recorded.ResolvedNewRelicQuery)
      : undefined,
  });
}

/**
 * Trims an AnalysisRun. Headers and addresses of providers are dropped, and
 * arguments that nothing shown uses: they may hold secrets. Of an argument from
 * a Secret only the name is kept. The controller fills values of Secrets into
 * the query that it records (analysis/analysis.go `resolveArgs`,
 * metricproviders/prometheus `GetMetadata`): such a query is dropped too.
 */
export function projectAnalysisRun(raw: Json): AnalysisRun {
  const spec = object(raw.spec);
  const status = object(raw.status);
  const dryRun = list(spec.dryRun)
    .map(entry => string(entry.metricName))
    .filter((name): name is string => name !== undefined);
  const retention = list(spec.measurementRetention).map(entry => ({
    metricName: string(entry.metricName) ?? '',
    limit: number(entry.limit) ?? 0,
  }));
  const metrics = list(spec.metrics).map(metric);
  const secrets = list(spec.args)
    .filter(arg => isObject(object(arg.valueFrom).secretKeyRef))
    .map(arg => string(arg.name) ?? '');
  const args = shownArguments(spec, metrics);
  const shown = (name: string | undefined) => {
    const own = metrics.filter(one => one.name === name);
    // A name can be a template too: then it may be any of them.
    return (own.length > 0 ? own : metrics).every(
      ({ query = '' }) => !uses(query, secrets),
    );
  };
  return {
    apiVersion: string(raw.apiVersion),
    kind: string(raw.kind),
    metadata: metadata(raw),
    spec: compact({
      terminate: boolean(spec.terminate),
      metrics,
      args: args.length ? args : undefined,
      dryRun: dryRun.length ? dryRun : undefined,
      measurementRetention: retention.length ? retention : undefined,
    }),
    status: compact({
      phase: string(status.phase),
      message: string(status.message),
      startedAt: string(status.startedAt),
      completedAt: string(status.completedAt),
      metricResults: list(status.metricResults).map(result =>
        metricResult(result, shown(string(result.name))),
      ),
    }),
  };
}
