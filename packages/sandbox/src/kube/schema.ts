import { isRecord, JsonRecord, valueAt } from './json';
import type { MemoryStore } from './MemoryStore';
import { FieldError } from './status';
import { Json, ResourceType } from './types';

/** What a value is, in the words of JSON. */
export const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'number' ? 'number' : typeof value;
};

/** A member of the wrong type. */
export function typeError(
  field: string,
  value: Json,
  wanted: string,
): FieldError {
  return {
    field,
    reason: 'FieldValueTypeInvalid',
    message: `Invalid value: ${JSON.stringify(
      kindOf(value),
    )}: ${field} in body must be of type ${wanted}: ${JSON.stringify(
      kindOf(value),
    )}`,
  };
}

/** Type errors of a value against a structural schema of a CRD. */
export function schemaErrors(
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
export function prune(schema: JsonRecord, value: Json): void {
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

/** The schema that a CRD in the store gives for a kind. */
export function schemaOf(
  store: MemoryStore,
  type: ResourceType,
): JsonRecord | undefined {
  const schema = valueAt(definedVersion(store, type), [
    'schema',
    'openAPIV3Schema',
  ]);
  return isRecord(schema) ? schema : undefined;
}
