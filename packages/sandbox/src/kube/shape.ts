import { isRecord, JsonRecord, valueAt } from './json';
import type { MemoryStore } from './MemoryStore';
import { isCustom } from './resources';
import { badRequest, FieldError, invalid } from './status';
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

const NULLABLE = /^(metadata|spec|status|data|rules|subjects)\b/;

const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'number' : typeof value;
};

const schemaTypeName: Record<Shape, string> = {
  integer: 'integer',
  boolean: 'boolean',
  string: 'string',
  object: 'object',
  array: 'array',
  texts: 'object',
};

function typeError(field: string, value: Json, wanted: string): FieldError {
  const shown = typeof value === 'object' ? kindOf(value) : value;
  return {
    field,
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${JSON.stringify(
      kindOf(value),
    )}: ${field} in body must be of type ${wanted}: ${JSON.stringify(shown)}`,
  };
}

/** Type errors of a value against a structural schema of a CRD. */
function schemaErrors(
  schema: JsonRecord,
  value: Json,
  path: string,
): FieldError[] {
  if (value === null) return [];
  if (schema['x-kubernetes-int-or-string'] === true) {
    return typeof value === 'string' || typeof value === 'number'
      ? []
      : [typeError(path, value, 'integer or string')];
  }
  const { type, properties, additionalProperties, items } = schema;
  const found = kindOf(value);
  const wanted = type === 'integer' ? 'number' : type;
  if (
    typeof type === 'string' &&
    (found !== wanted || (type === 'integer' && !Number.isInteger(value)))
  ) {
    return [typeError(path, value, type)];
  }
  const inner = (key: string) => (path ? `${path}.${key}` : key);
  const missing = (
    Array.isArray(schema.required) && isRecord(value) ? schema.required : []
  )
    .filter(
      (key): key is string =>
        typeof key === 'string' &&
        isRecord(value) &&
        !Object.hasOwn(value, key),
    )
    .map(
      (key): FieldError => ({
        field: inner(key),
        reason: 'FieldValueRequired',
        message: 'Required value',
      }),
    );
  const unsupported: FieldError[] =
    Array.isArray(schema.enum) && !schema.enum.includes(value)
      ? [
          {
            field: path,
            reason: 'FieldValueNotSupported',
            message: `Unsupported value: ${JSON.stringify(
              value,
            )}: supported values: ${schema.enum
              .map(item => JSON.stringify(item))
              .join(', ')}`,
          },
        ]
      : [];
  let below: FieldError[] = [];
  if (Array.isArray(value) && isRecord(items)) {
    below = value.flatMap((item, index) =>
      schemaErrors(items, item, `${path}[${index}]`),
    );
  } else if (isRecord(value)) {
    below = Object.entries(value).flatMap(([key, member]) => {
      const known = isRecord(properties) ? properties[key] : undefined;
      const rule = isRecord(known) ? known : additionalProperties;
      return isRecord(rule) ? schemaErrors(rule, member, inner(key)) : [];
    });
  }
  return [...missing, ...unsupported, ...below];
}

/** Removes members that a structural schema does not know. Changes the value. */
function prune(schema: JsonRecord, value: Json): void {
  if (schema['x-kubernetes-preserve-unknown-fields'] === true) return;
  const { properties, additionalProperties, items } = schema;
  if (Array.isArray(value)) {
    if (isRecord(items)) value.forEach(item => prune(items, item));
    return;
  }
  if (!isRecord(value)) return;
  for (const [key, member] of Object.entries(value)) {
    const known = isRecord(properties) ? properties[key] : undefined;
    if (isRecord(known)) prune(known, member);
    else if (isRecord(additionalProperties))
      prune(additionalProperties, member);
    else if (isRecord(properties)) delete value[key];
  }
}

/** The schema that a CRD in the store gives for a kind. */
function schemaOf(
  store: MemoryStore,
  type: ResourceType,
): JsonRecord | undefined {
  const definitions = store.typeOf(
    'apiextensions.k8s.io',
    'customresourcedefinitions',
  );
  const definition =
    definitions &&
    store.get(definitions, undefined, `${type.plural}.${type.group}`);
  const versions = valueAt(definition, ['spec', 'versions']);
  const version = Array.isArray(versions)
    ? versions.filter(isRecord).find(({ name }) => name === type.version)
    : undefined;
  const schema = valueAt(version, ['schema', 'openAPIV3Schema']);
  return isRecord(schema) ? schema : undefined;
}

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
  const wrong = (shapes: Record<string, Shape>) =>
    Object.entries(shapes).flatMap(([path, shape]) => {
      const value = valueAt(object, path.split('.'));
      const absent =
        value === undefined || (value === null && NULLABLE.test(path));
      return absent || fits(value as Json, shape)
        ? []
        : [{ path, shape, value: value as Json }];
    });
  const unreadable = ({ path, value }: { path: string; value: Json }) =>
    badRequest(
      `${type.kind} in version "${type.version}" cannot be handled as a ${
        type.kind
      }: json: cannot unmarshal ${kindOf(value)} into Go struct field .${path}`,
    );
  const [badMeta] = wrong(METADATA);
  if (badMeta) throw unreadable(badMeta);
  const bad = wrong(SHAPES[type.kind] ?? {});
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
