import { isRecord, JsonRecord, sameJson, valueAt } from './json';
import type { MemoryStore } from './MemoryStore';
import { FieldError } from './status';
import { Json, ResourceType } from './types';

/** What a value is, in the words of Go's JSON decoder. */
export const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

/** What a value is, in the words of a schema. */
export const schemaKindOf = (value: Json): string => {
  if (typeof value === 'number' && Number.isInteger(value)) return 'integer';
  return typeof value === 'boolean' ? 'boolean' : kindOf(value);
};

export const fieldError =
  (reason: FieldError['reason']) =>
  (field: string, message: string): FieldError => ({ field, reason, message });

export const invalidValue = fieldError('FieldValueInvalid');

/**
 * A member of the wrong type.
 *
 * @param name - the member in the message, where it is another than the field
 */
export function typeError(
  field: string,
  value: Json,
  wanted: string,
  name = field,
): FieldError {
  const kind = JSON.stringify(schemaKindOf(value));
  return {
    field,
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${kind}: ${name} in body must be of type ${wanted}: ${kind}`,
  };
}

const DATE_TIME =
  /^\d{4}-\d\d-\d\d[Tt](?:[01]\d|2[0-3]):[0-5]\d:[0-5]\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:?\d\d)$/;

const hasFormat = (value: string, format: Json | undefined): boolean =>
  format !== 'date-time' ||
  (DATE_TIME.test(value) && !Number.isNaN(Date.parse(value)));

/** Bounds of a value beyond its type. @see kube-openapi/pkg/validation/errors/schema.go */
function boundErrors(
  schema: JsonRecord,
  value: Json,
  field: string,
  name: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const refuse = (what: string) =>
    errors.push(
      invalidValue(
        field,
        `Invalid value: ${JSON.stringify(value)}: ${name} in body ${what}`,
      ),
    );
  const { minimum, maximum, pattern, minLength, minItems, format } = schema;
  const { maxLength, maxItems } = schema;
  if (typeof value === 'number') {
    if (typeof minimum === 'number' && value < minimum) {
      refuse(`should be greater than or equal to ${minimum}`);
    }
    if (typeof maximum === 'number' && value > maximum) {
      refuse(`should be less than or equal to ${maximum}`);
    }
  }
  if (typeof value === 'string') {
    if (!hasFormat(value, format)) {
      const shown = JSON.stringify(value);
      errors.push(
        fieldError('FieldValueTypeInvalid')(
          field,
          `Invalid value: ${shown}: ${name} in body must be of type ${String(
            format,
          )}: ${shown}`,
        ),
      );
    }
    if (typeof pattern === 'string' && !new RegExp(pattern).test(value)) {
      refuse(`should match '${pattern}'`);
    }
    if (typeof minLength === 'number' && [...value].length < minLength) {
      refuse(`should be at least ${minLength} chars long`);
    }
    if (typeof maxLength === 'number' && [...value].length > maxLength) {
      errors.push(
        fieldError('FieldValueTooLong')(
          field,
          `Too long: may not be more than ${maxLength} bytes`,
        ),
      );
    }
  }
  if (Array.isArray(value)) {
    if (typeof minItems === 'number' && value.length < minItems) {
      refuse(`should have at least ${minItems} items`);
    }
    if (typeof maxItems === 'number' && value.length > maxItems) {
      errors.push(
        fieldError('FieldValueTooMany')(
          field,
          `Too many: ${value.length}: must have at most ${maxItems} items`,
        ),
      );
    }
  }
  return errors;
}

function intOrStringErrors(
  value: Json,
  field: string,
  name: string,
): FieldError[] {
  if (typeof value === 'string' || Number.isInteger(value)) return [];
  return [
    typeError(field, value, 'integer,string', name),
    invalidValue(
      '<nil>',
      `Invalid value: "": "${name}" must validate at least one schema (anyOf)`,
    ),
    typeError(field, value, 'integer', name),
  ];
}

/**
 * What is wrong with a value by a structural schema of a CRD. Nulls are not
 * looked at: see {@link dropNulls}.
 *
 * @param field - where the value stands
 * @param old - what stood there before an update: what has not changed is not refused
 * @param name - the place in messages, where it is another than the field
 * @see kube-openapi/pkg/validation/validate, apiextensions-apiserver/pkg/apiserver/validation of Kubernetes
 */
export function schemaErrors(
  schema: JsonRecord,
  value: Json,
  field: string,
  old?: Json,
  name = field,
): FieldError[] {
  if (value === null || (old !== undefined && sameJson(value, old))) return [];
  if (schema['x-kubernetes-int-or-string'] === true) {
    const errors = intOrStringErrors(value, field, name);
    return errors.length ? errors : boundErrors(schema, value, field, name);
  }
  const { type, properties, additionalProperties, items } = schema;
  const found = schemaKindOf(value);
  if (
    typeof type === 'string' &&
    found !== type &&
    !(type === 'number' && found === 'integer')
  ) {
    return [typeError(field, value, type, name)];
  }
  const below = (path: string, key: string) => (path ? `${path}.${key}` : key);
  const missing = (
    Array.isArray(schema.required) && isRecord(value) ? schema.required : []
  )
    .filter(
      (key): key is string =>
        typeof key === 'string' &&
        isRecord(value) &&
        !Object.hasOwn(value, key),
    )
    .map(key =>
      fieldError('FieldValueRequired')(below(field, key), 'Required value'),
    );
  const unsupported =
    Array.isArray(schema.enum) && !schema.enum.includes(value)
      ? [
          fieldError('FieldValueNotSupported')(
            field,
            `Unsupported value: ${JSON.stringify(
              value,
            )}: supported values: ${schema.enum
              .map(item => JSON.stringify(item))
              .join(', ')}`,
          ),
        ]
      : [];
  let inner: FieldError[] = [];
  if (Array.isArray(value) && isRecord(items)) {
    inner = value.flatMap((item, index) =>
      schemaErrors(
        items,
        item,
        `${field}[${index}]`,
        undefined,
        `${name}[${index}]`,
      ),
    );
  } else if (isRecord(value)) {
    inner = Object.entries(value).flatMap(([key, member]) => {
      const known = isRecord(properties) ? properties[key] : undefined;
      const rule = isRecord(known) ? known : additionalProperties;
      return isRecord(rule)
        ? schemaErrors(
            rule,
            member,
            below(field, key),
            isRecord(old) ? old[key] : undefined,
            below(name, key),
          )
        : [];
    });
  }
  return [
    ...inner,
    ...boundErrors(schema, value, field, name),
    ...missing,
    ...unsupported,
  ];
}

/** What a CRD in the store says of a kind in its version. */
export function definedVersion(
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
  return Array.isArray(versions)
    ? versions.filter(isRecord).find(({ name }) => name === type.version)
    : undefined;
}

/** The schema of a custom kind: of the CRD in the store, else what the cluster knows of it. */
export function schemaOf(
  store: MemoryStore,
  type: ResourceType,
): JsonRecord | undefined {
  const schema = valueAt(definedVersion(store, type), [
    'schema',
    'openAPIV3Schema',
  ]);
  return isRecord(schema) ? schema : type.custom?.schema;
}
