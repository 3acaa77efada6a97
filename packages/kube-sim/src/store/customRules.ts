import { goText, goTypeName } from './goText';
import { isRecord, JsonRecord } from './json';
import { schemaErrors } from './schema';
import { duplicateErrors, hasRules, ruleErrors } from './schemaInvariants';
import { FieldError } from './status';
import { Json, KubeObject, ResourceType, Scale } from './types';

const MAX_INT32 = 2 ** 31 - 1;

/** Where most kinds have their replicas. */
const SCALE: Scale = {
  specReplicasPath: '.spec.replicas',
  statusReplicasPath: '.status.replicas',
};

/** What is wrong that keeps rules in CEL from being looked at. */
const BLOCKING = [
  'FieldValueNotSupported',
  'FieldValueRequired',
  'FieldValueTooLong',
  'FieldValueTooMany',
  'FieldValueTypeInvalid',
];

/** Replicas that the scale subresource reads. @see ValidateScaleSpec in registry/customresource/validator.go of Kubernetes */
function replicasErrors(object: JsonRecord, field: string): FieldError[] {
  const wrong = (shown: number, why: string): FieldError[] => [
    {
      field,
      reason: 'FieldValueInvalid',
      message: `Invalid value: ${shown}: ${why}`,
    },
  ];
  const unreadable = (value: Json, wanted: string) =>
    wrong(
      0,
      `${field} accessor error: ${goText(value)} is of the type ${goTypeName(
        value,
      )}, expected ${wanted}`,
    );
  let replicas: Json | undefined = object;
  for (const key of field.split('.').slice(1)) {
    if (!isRecord(replicas)) {
      return unreadable(replicas, 'map[string]interface{}');
    }
    replicas = replicas[key];
    if (replicas === undefined) return [];
  }
  if (typeof replicas !== 'number' || !Number.isInteger(replicas)) {
    return unreadable(replicas, 'int64');
  }
  if (replicas < 0) return wrong(replicas, 'should be a non-negative integer');
  return replicas > MAX_INT32
    ? wrong(replicas, `should be less than or equal to ${MAX_INT32}`)
    : [];
}

/** The parts of an object that a schema is about. */
const partsOf = (object: Readonly<KubeObject>): JsonRecord => {
  const { apiVersion: _apiVersion, kind: _kind, ...parts } = object;
  const { metadata: _metadata, ...rest } = parts as unknown as JsonRecord;
  return rest;
};

/**
 * What is wrong with a custom object, in the order of the API server.
 *
 * @param current - what is there already, for an update
 * @param subresource - `status`: only the status is looked at
 * @see customResourceStrategy in apiextensions-apiserver/pkg/registry/customresource of Kubernetes
 */
export function customErrors(
  type: ResourceType,
  schema: JsonRecord,
  next: Readonly<KubeObject>,
  current?: Readonly<KubeObject>,
  subresource?: 'status',
): FieldError[] {
  const parts = partsOf(next);
  const before = current ? partsOf(current) : undefined;
  const scale = type.subresources.includes('scale')
    ? type.custom?.scale ?? SCALE
    : undefined;
  let errors: FieldError[];
  if (subresource) {
    const { properties } = schema;
    const rule = isRecord(properties) ? properties.status : undefined;
    errors =
      isRecord(rule) && parts.status !== undefined
        ? schemaErrors(rule, parts.status, 'status', before?.status, '')
        : [];
  } else {
    // The status is written apart, and was looked at then.
    if (type.subresources.includes('status')) delete parts.status;
    errors = schemaErrors(schema, parts, '', before);
    if (scale) errors.push(...replicasErrors(parts, scale.specReplicasPath));
  }
  if (scale) errors.push(...replicasErrors(parts, scale.statusReplicasPath));
  errors.push(...duplicateErrors(schema, parts, ''));
  if (!hasRules(schema)) return errors;
  return errors.some(({ reason }) => BLOCKING.includes(reason))
    ? [
        ...errors,
        {
          field: '<nil>',
          reason: 'FieldValueInvalid',
          message:
            'Invalid value: null: some validation rules were not checked because the object was invalid; correct the existing errors to complete validation',
        },
      ]
    : [...errors, ...ruleErrors(schema, parts, before, '')];
}
