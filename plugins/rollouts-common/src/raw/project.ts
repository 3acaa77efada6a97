import {
  boolean,
  compact,
  Json,
  list,
  metadata,
  number,
  object,
  optionalObject,
  string,
} from '@slipway/plugin-clusters-common/read';
import {
  AnalysisRunStatusRef,
  Condition,
  Container,
  ContainerStatus,
  ContainerTermination,
  KubeEvent,
  Pod,
  PodTemplate,
  ReplicaSet,
} from './types';

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
      message: string(status.message),
      conditions: status.conditions ? conditions(status.conditions) : undefined,
      containerStatuses: containerStatuses(status.containerStatuses),
      initContainerStatuses: containerStatuses(status.initContainerStatuses),
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

export { projectAnalysisRun } from './projectAnalysisRun';
