import { isRecord, JsonRecord, valueAt } from './json';
import type { MemoryStore } from './MemoryStore';
import { isCustom } from './resources';
import { kindOf, prune, schemaErrors, schemaOf, typeError } from './schema';
import { badRequest, invalid } from './status';
import { Json, KubeObject, ResourceType } from './types';

type Shape = 'integer' | 'boolean' | 'string' | 'object' | 'array' | 'texts';

const MAX_INT32 = 2 ** 31 - 1;

function fits(value: Json, shape: Shape): boolean {
  switch (shape) {
    case 'integer':
      return (
        typeof value === 'number' &&
        Number.isInteger(value) &&
        Math.abs(value) <= MAX_INT32
      );
    case 'object':
      return isRecord(value);
    case 'array':
      return Array.isArray(value);
    case 'texts':
      return (
        isRecord(value) &&
        Object.values(value).every(item => typeof item === 'string')
      );
    default:
      return typeof value === shape;
  }
}

const METADATA: Record<string, Shape> = {
  metadata: 'object',
  'metadata.name': 'string',
  'metadata.generateName': 'string',
  'metadata.namespace': 'string',
  'metadata.uid': 'string',
  'metadata.resourceVersion': 'string',
  'metadata.labels': 'texts',
  'metadata.annotations': 'texts',
  'metadata.finalizers': 'array',
  'metadata.ownerReferences': 'array',
};

const WORKLOAD: Record<string, Shape> = {
  spec: 'object',
  'spec.replicas': 'integer',
  'spec.selector': 'object',
  'spec.template': 'object',
  'spec.template.spec': 'object',
  'spec.template.spec.containers': 'array',
  'spec.paused': 'boolean',
  status: 'object',
  'status.replicas': 'integer',
  'status.conditions': 'array',
};

/** Members whose type is checked, by kind; with a CRD in the store its schema is used as well. */
const SHAPES: Record<string, Record<string, Shape>> = {
  ConfigMap: { data: 'texts', binaryData: 'texts', immutable: 'boolean' },
  Secret: { data: 'texts', stringData: 'texts', type: 'string' },
  Namespace: { spec: 'object', status: 'object' },
  Pod: {
    spec: 'object',
    'spec.containers': 'array',
    'spec.nodeName': 'string',
    'spec.nodeSelector': 'texts',
    status: 'object',
    'status.phase': 'string',
    'status.conditions': 'array',
    'status.containerStatuses': 'array',
  },
  Service: { spec: 'object', 'spec.selector': 'texts', 'spec.ports': 'array' },
  Deployment: WORKLOAD,
  ReplicaSet: WORKLOAD,
  Event: {
    involvedObject: 'object',
    reason: 'string',
    message: 'string',
    type: 'string',
    count: 'integer',
  },
  Role: { rules: 'array' },
  ClusterRole: { rules: 'array' },
  RoleBinding: { subjects: 'array', roleRef: 'object' },
  ClusterRoleBinding: { subjects: 'array', roleRef: 'object' },
  Rollout: {
    ...WORKLOAD,
    'spec.strategy': 'object',
    'spec.strategy.canary': 'object',
    'spec.strategy.canary.steps': 'array',
    'spec.strategy.blueGreen': 'object',
    'spec.revisionHistoryLimit': 'integer',
    'spec.minReadySeconds': 'integer',
    'spec.restartAt': 'string',
    'status.abort': 'boolean',
    'status.promoteFull': 'boolean',
    'status.controllerPause': 'boolean',
    'status.currentStepIndex': 'integer',
    'status.pauseConditions': 'array',
    'status.observedGeneration': 'string',
    'status.phase': 'string',
  },
  AnalysisRun: {
    spec: 'object',
    'spec.metrics': 'array',
    'spec.terminate': 'boolean',
    status: 'object',
    'status.phase': 'string',
  },
  AnalysisTemplate: { spec: 'object', 'spec.metrics': 'array' },
  ClusterAnalysisTemplate: { spec: 'object', 'spec.metrics': 'array' },
};

const BINDING: Record<string, Record<string, Shape>> = {
  subjects: { kind: 'string', name: 'string', namespace: 'string' },
};

/** Members of what stands in a list, by kind and path of the list. */
const IN_LISTS: Record<string, Record<string, Record<string, Shape>>> = {
  RoleBinding: BINDING,
  ClusterRoleBinding: BINDING,
  Rollout: {
    'spec.strategy.canary.steps': {
      setWeight: 'integer',
      pause: 'object',
      analysis: 'object',
      experiment: 'object',
      setCanaryScale: 'object',
    },
  },
};

const NULLABLE = /^(metadata|spec|status|data|rules|subjects)\b/;

const schemaTypeName: Record<Shape, string> = {
  integer: 'integer',
  boolean: 'boolean',
  string: 'string',
  object: 'object',
  array: 'array',
  texts: 'object',
};

interface Misfit {
  path: string;
  shape: Shape;
  value: Json;
}

function misfits(
  object: unknown,
  shapes: Record<string, Shape>,
  before = '',
): Misfit[] {
  return Object.entries(shapes).flatMap(([path, shape]) => {
    const value = valueAt(object, path.split('.'));
    const absent =
      value === undefined || (value === null && NULLABLE.test(path));
    return absent || fits(value as Json, shape)
      ? []
      : [{ path: `${before}${path}`, shape, value: value as Json }];
  });
}

const misfitsInLists = (
  object: unknown,
  lists: Record<string, Record<string, Shape>>,
): Misfit[] =>
  Object.entries(lists).flatMap(([path, shapes]) => {
    const list = valueAt(object, path.split('.'));
    return Array.isArray(list)
      ? list.flatMap((item, index) =>
          misfits(item, shapes, `${path}[${index}].`),
        )
      : [];
  });

/**
 * Checks the types of what a client sent: 400 for built-in kinds, whose JSON
 * is read into Go types, 422 for custom ones, which are held against a
 * schema. Members that the schema of a CRD in the store does not know are
 * removed from the object.
 *
 * @throws ApiError
 */
export function checkShape(
  store: MemoryStore,
  type: ResourceType,
  object: KubeObject,
): void {
  const custom = isCustom(type);
  const wrong = (shapes: Record<string, Shape>) => misfits(object, shapes);
  const unreadable = ({ path, value }: { path: string; value: Json }) =>
    badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${
        type.kind
      }: json: cannot unmarshal ${kindOf(value)} into Go struct field .${path}`,
    );
  const [badMeta] = wrong(METADATA);
  if (badMeta) throw unreadable(badMeta);
  const bad = [
    ...wrong(SHAPES[type.kind] ?? {}),
    ...misfitsInLists(object, IN_LISTS[type.kind] ?? {}),
  ];
  if (!custom) {
    if (bad.length > 0) throw unreadable(bad[0]);
    return;
  }
  const schema = schemaOf(store, type);
  const errors = schema
    ? schemaErrors(schema, object as unknown as Json, '')
    : bad.map(({ path, shape, value }) =>
        typeError(path, value, schemaTypeName[shape]),
      );
  if (errors.length > 0) {
    throw invalid(type, object.metadata?.name ?? '', errors);
  }
  const properties = schema?.properties;
  if (isRecord(properties)) {
    const whole = object as unknown as JsonRecord;
    for (const key of Object.keys(whole)) {
      const rule = properties[key];
      if (['apiVersion', 'kind', 'metadata'].includes(key)) continue;
      if (isRecord(rule)) prune(rule, whole[key]);
      else if (schema?.['x-kubernetes-preserve-unknown-fields'] !== true) {
        delete whole[key];
      }
    }
  }
}
