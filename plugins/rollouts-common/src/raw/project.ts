import {
  AnalysisRun,
  AnalysisRunStatusRef,
  Condition,
  Container,
  ContainerStatus,
  ContainerTermination,
  KubeEvent,
  Pod,
  PodTemplate,
  RawMetric,
  RawMetricResult,
  ReplicaSet,
} from './types';
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
} from './read';

const head = (raw: Json) => ({
  apiVersion: string(raw.apiVersion),
  kind: string(raw.kind),
  metadata: metadata(raw),
});

/** @internal */
export const conditions = (value: unknown): Condition[] =>
  list(value).map(condition =>
    compact({
      type: string(condition.type) ?? '',
      status: string(condition.status) ?? '',
      reason: string(condition.reason),
      message: string(condition.message),
      lastUpdateTime: string(condition.lastUpdateTime),
      lastTransitionTime: string(condition.lastTransitionTime),
    }),
  );

/** @internal */
export function analysisRunStatusRef(
  value: unknown,
): AnalysisRunStatusRef | undefined {
  const ref = optionalObject(value);
  const name = string(ref?.name);
  if (!ref || !name) return undefined;
  return compact({
    name,
    status: string(ref.status) ?? '',
    message: string(ref.message),
  });
}

const imagesOf = (value: unknown): Container[] =>
  list(value).map(container => ({
    name: string(container.name) ?? '',
    image: string(container.image) ?? '',
  }));

/** Names and images of a template's containers, nothing else. @internal */
export function templateImages(value: unknown): PodTemplate | undefined {
  const spec = optionalObject(object(value).spec);
  if (!spec) return undefined;
  return {
    spec: compact({
      containers: imagesOf(spec.containers),
      initContainers: spec.initContainers
        ? imagesOf(spec.initContainers)
        : undefined,
      ephemeralContainers: spec.ephemeralContainers
        ? imagesOf(spec.ephemeralContainers)
        : undefined,
    }),
  };
}

/** Trims a ReplicaSet as it came from the API server. The template is kept whole, for diffs. */
export function projectReplicaSet(raw: Json): ReplicaSet {
  const spec = object(raw.spec);
  const status = object(raw.status);
  return {
    ...head(raw),
    spec: compact({
      replicas: number(spec.replicas),
      template: object(spec.template) as PodTemplate,
    }),
    status: compact({
      replicas: number(status.replicas),
      readyReplicas: number(status.readyReplicas),
      availableReplicas: number(status.availableReplicas),
      observedGeneration: number(status.observedGeneration),
      conditions: status.conditions ? conditions(status.conditions) : undefined,
    }),
  };
}

function termination(value: unknown): ContainerTermination | undefined {
  const terminated = optionalObject(value);
  return (
    terminated &&
    compact({
      reason: string(terminated.reason),
      exitCode: number(terminated.exitCode),
      signal: number(terminated.signal),
      finishedAt: string(terminated.finishedAt),
    })
  );
}

const containerStatuses = (value: unknown): ContainerStatus[] | undefined =>
  Array.isArray(value)
    ? list(value).map(container => {
        const state = object(container.state);
        const waiting = optionalObject(state.waiting);
        const running = optionalObject(state.running);
        const lastState = object(container.lastState);
        return compact({
          name: string(container.name) ?? '',
          ready: boolean(container.ready),
          started: boolean(container.started),
          restartCount: number(container.restartCount),
          state: compact({
            waiting:
              waiting &&
              compact({
                reason: string(waiting.reason),
                message: string(waiting.message),
              }),
            running:
              running && compact({ startedAt: string(running.startedAt) }),
            terminated: termination(state.terminated),
          }),
          lastTermination: termination(lastState.terminated),
        });
      })
    : undefined;

/** Trims a Pod to what its status words need; environment, arguments and volumes are dropped. */
export function projectPod(raw: Json): Pod {
  const spec = object(raw.spec);
  const status = object(raw.status);
  const initContainers = list(spec.initContainers).map(container =>
    compact({
      name: string(container.name) ?? '',
      restartPolicy: string(container.restartPolicy),
    }),
  );
  const readinessGates = list(spec.readinessGates).map(
    gate => string(gate.conditionType) ?? '',
  );
  return {
    ...head(raw),
    spec: compact({
      nodeName: string(spec.nodeName),
      containers: list(spec.containers).map(container => ({
        name: string(container.name) ?? '',
      })),
      initContainers: initContainers.length ? initContainers : undefined,
      readinessGates: readinessGates.length ? readinessGates : undefined,
    }),
    status: compact({
      phase: string(status.phase),
      reason: string(status.reason),
      conditions: status.conditions ? conditions(status.conditions) : undefined,
      containerStatuses: containerStatuses(status.containerStatuses),
      initContainerStatuses: containerStatuses(status.initContainerStatuses),
    }),
  };
}

function metric(raw: Json): RawMetric {
  const provider = object(raw.provider);
  const name = Object.keys(provider).find(key => isObject(provider[key])) ?? '';
  return compact({
    name: string(raw.name) ?? '',
    interval: string(raw.interval),
    count: intOrString(raw.count),
    successCondition: string(raw.successCondition),
    failureCondition: string(raw.failureCondition),
    failureLimit: intOrString(raw.failureLimit),
    inconclusiveLimit: intOrString(raw.inconclusiveLimit),
    consecutiveErrorLimit: intOrString(raw.consecutiveErrorLimit),
    provider: name,
    query: string(object(provider[name]).query),
  });
}

/** Names of the arguments whose values come from Secrets. */
const secretArguments = (spec: Json) =>
  list(spec.args)
    .filter(arg => isObject(object(arg.valueFrom).secretKeyRef))
    .map(arg => string(arg.name) ?? '');

/** Whether a template such as `rate(x{a="{{ args.token }}"}[1m])` uses one of these arguments. */
const uses = (template: string, names: string[]) =>
  (template.match(/\{\{[^}]*\}\}/g) ?? []).some(tag =>
    names.some(name => tag.includes(`args.${name}`)),
  );

/** @param shown whether the query may be shown with its arguments filled in */
function metricResult(raw: Json, shown: boolean): RawMetricResult {
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
    dryRun: boolean(raw.dryRun),
    measurements: list(raw.measurements).map(measurement =>
      compact({
        phase: string(measurement.phase) ?? '',
        value: string(measurement.value),
        message: string(measurement.message),
        startedAt: string(measurement.startedAt),
        finishedAt: string(measurement.finishedAt),
      }),
    ),
    resolvedQuery: shown
      ? string(object(raw.metadata).ResolvedPrometheusQuery)
      : undefined,
  });
}

/**
 * Trims an AnalysisRun. Arguments, headers and addresses of providers are
 * dropped: they may hold secrets and no view shows them. The controller fills
 * values of Secrets into the query that it records (analysis/analysis.go
 * `resolveArgs`, metricproviders/prometheus `GetMetadata`): such a query is
 * dropped too.
 */
export function projectAnalysisRun(raw: Json): AnalysisRun {
  const spec = object(raw.spec);
  const status = object(raw.status);
  const dryRun = list(spec.dryRun)
    .map(entry => string(entry.metricName))
    .filter((name): name is string => name !== undefined);
  const metrics = list(spec.metrics).map(metric);
  const secrets = secretArguments(spec);
  const shown = (name: string | undefined) => {
    const own = metrics.filter(one => one.name === name);
    // A name can be a template too: then it may be any of them.
    return (own.length > 0 ? own : metrics).every(
      ({ query = '' }) => !uses(query, secrets),
    );
  };
  return {
    ...head(raw),
    spec: compact({
      terminate: boolean(spec.terminate),
      metrics,
      dryRun: dryRun.length ? dryRun : undefined,
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

/** Trims a core/v1 Event. */
export function projectEvent(raw: Json): KubeEvent {
  const involved = object(raw.involvedObject);
  return compact({
    ...head(raw),
    type: string(raw.type),
    reason: string(raw.reason),
    message: string(raw.message),
    count: number(raw.count) ?? number(object(raw.series).count),
    firstTimestamp: string(raw.firstTimestamp),
    lastTimestamp:
      string(raw.lastTimestamp) ?? string(object(raw.series).lastObservedTime),
    eventTime: string(raw.eventTime),
    involvedObject: compact({
      kind: string(involved.kind),
      name: string(involved.name),
      uid: string(involved.uid),
    }),
  });
}
