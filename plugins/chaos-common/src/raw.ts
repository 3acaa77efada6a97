import { JsonObject, JsonValue } from '@backstage/types';
import { KubeObject, ObjectMeta } from '@slipway/plugin-clusters-common';
import { TargetEvent } from './types';
import { Json, number, object, objects, string, strings, texts } from './read';

/** A record of a target as the controller writes it. @see api/v1alpha1/common_types.go `Record` */
export interface RawRecord {
  id: string;
  selectorKey: string;
  phase: string;
  injectedCount: number;
  recoveredCount: number;
  events: TargetEvent[];
}

/** An object of Chaos Mesh as it is kept: without managed fields. */
export interface ChaosObject extends KubeObject {
  finalizers: string[];
  spec: JsonObject;
  status: {
    /** Whether the controller has written anything. */
    observed: boolean;
    /** Types of the conditions that are True. */
    conditions: string[];
    /** Reasons of those, where one is given. */
    reasons?: Record<string, string>;
    desiredPhase?: string;
    /** Undefined while nothing has been selected, which is not an empty list. */
    records?: RawRecord[];
    /** Of a Schedule: its last start. */
    lastScheduledAt?: string;
    /** Of a Workflow: when it started and ended. */
    startedAt?: string;
    endedAt?: string;
    entryNode?: string;
  };
}

/** What of a pod selectors look at, and pages show. */
export interface ChaosPod extends KubeObject {
  nodeName: string;
  restartPolicy: string;
  schedulerName: string;
  serviceAccountName: string;
  /** Names of the containers, init containers not among them. */
  containers: string[];
  phase: string;
  podIP: string;
  nominatedNodeName: string;
  ready: boolean;
  restarts: number;
}

/** A node as selectors look at it. */
export interface ChaosNode extends KubeObject {}

/** Plain JSON of what was parsed from JSON. */
function json(value: unknown): JsonValue {
  if (Array.isArray(value)) return value.map(json);
  if (typeof value === 'object' && value !== null) return jsonObject(value);
  return typeof value === 'string' ||
    typeof value === 'number' ||
    typeof value === 'boolean'
    ? value
    : null;
}

/** Plain JSON of an object that was parsed from JSON. */
export function jsonObject(value: unknown): JsonObject {
  return Object.fromEntries(
    Object.entries(object(value)).map(([key, each]) => [key, json(each)]),
  );
}

/** The metadata that is kept of an object. */
function metadataOf(raw: Json): ObjectMeta {
  const meta = object(raw.metadata);
  const namespace = string(meta.namespace);
  const generation = number(meta.generation);
  const deletionTimestamp = string(meta.deletionTimestamp);
  const ownerReferences = objects(meta.ownerReferences).map(owner => ({
    apiVersion: string(owner.apiVersion) ?? '',
    kind: string(owner.kind) ?? '',
    name: string(owner.name) ?? '',
    uid: string(owner.uid) ?? '',
    ...(owner.controller === true ? { controller: true } : {}),
  }));
  const annotations = texts(meta.annotations);
  delete annotations['kubectl.kubernetes.io/last-applied-configuration'];
  return {
    uid: string(meta.uid) ?? '',
    name: string(meta.name) ?? '',
    resourceVersion: string(meta.resourceVersion) ?? '',
    creationTimestamp: string(meta.creationTimestamp) ?? '',
    labels: texts(meta.labels),
    annotations,
    ...(namespace === undefined ? {} : { namespace }),
    ...(generation === undefined ? {} : { generation }),
    ...(deletionTimestamp === undefined ? {} : { deletionTimestamp }),
    ...(ownerReferences.length > 0 ? { ownerReferences } : {}),
  };
}

function recordOf(raw: Json): RawRecord {
  return {
    id: string(raw.id) ?? '',
    selectorKey: string(raw.selectorKey) ?? '.',
    phase: string(raw.phase) ?? '',
    injectedCount: number(raw.injectedCount) ?? 0,
    recoveredCount: number(raw.recoveredCount) ?? 0,
    events: objects(raw.events).map(event => {
      const message = string(event.message);
      return {
        at: string(event.timestamp) ?? '',
        operation: event.operation === 'Recover' ? 'Recover' : 'Apply',
        outcome: event.type === 'Failed' ? 'Failed' : 'Succeeded',
        ...(message ? { message } : {}),
      };
    }),
  };
}

/** What is kept of an object of Chaos Mesh. */
export function projectChaosObject(raw: Json): ChaosObject {
  const status = object(raw.status);
  const experiment = object(status.experiment);
  const records = experiment.containerRecords;
  const desiredPhase = string(experiment.desiredPhase);
  const holding = objects(status.conditions).filter(
    condition => condition.status === 'True',
  );
  const reasons = holding.flatMap(({ type, reason }) =>
    string(reason) ? [[string(type) ?? '', string(reason) ?? '']] : [],
  );
  const times = {
    lastScheduledAt: string(status.time),
    startedAt: string(status.startTime),
    endedAt: string(status.endTime),
    entryNode: string(status.entryNode),
  };
  return {
    apiVersion: string(raw.apiVersion),
    kind: string(raw.kind),
    metadata: metadataOf(raw),
    finalizers: strings(object(raw.metadata).finalizers),
    spec: jsonObject(raw.spec),
    status: {
      observed: Object.keys(status).length > 0,
      conditions: holding.map(({ type }) => string(type) ?? ''),
      ...(reasons.length > 0 ? { reasons: Object.fromEntries(reasons) } : {}),
      ...(desiredPhase ? { desiredPhase } : {}),
      ...(Array.isArray(records)
        ? { records: objects(records).map(recordOf) }
        : {}),
      ...Object.fromEntries(
        Object.entries(times).filter(([, value]) => value !== undefined),
      ),
    },
  };
}

/** What is kept of a pod. */
export function projectPod(raw: Json): ChaosPod {
  const spec = object(raw.spec);
  const status = object(raw.status);
  return {
    metadata: metadataOf(raw),
    nodeName: string(spec.nodeName) ?? '',
    restartPolicy: string(spec.restartPolicy) ?? '',
    schedulerName: string(spec.schedulerName) ?? '',
    serviceAccountName: string(spec.serviceAccountName) ?? '',
    containers: objects(spec.containers).map(({ name }) => string(name) ?? ''),
    phase: string(status.phase) ?? '',
    podIP: string(objects(status.podIPs)[0]?.ip) ?? '',
    nominatedNodeName: string(status.nominatedNodeName) ?? '',
    ready: objects(status.conditions).some(
      ({ type, status: value }) => type === 'Ready' && value === 'True',
    ),
    restarts: objects(status.containerStatuses).reduce(
      (sum, { restartCount }) => sum + (number(restartCount) ?? 0),
      0,
    ),
  };
}

/** What is kept of a node. */
export function projectNode(raw: Json): ChaosNode {
  return { metadata: metadataOf(raw) };
}
