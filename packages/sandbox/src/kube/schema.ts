import { isRecord, JsonRecord, sameJson, valueAt } from './json';
import type { MemoryStore } from './MemoryStore';
import { customSchema } from './schemas';
import { FieldError } from './status';
import { Json, ResourceType } from './types';

/** What a value is, in the words of Go's JSON decoder. */
export const kindOf = (value: Json): string => {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value === 'boolean' ? 'bool' : typeof value;
};

/** What a value is, in the words of a schema. */
const schemaKindOf = (value: Json): string => {
  if (typeof value === 'number' && Number.isInteger(value)) return 'integer';
  return typeof value === 'boolean' ? 'boolean' : kindOf(value);
};

const fieldError =
  (reason: FieldError['reason']) =>
  (field: string, message: string): FieldError => ({ field, reason, message });

const invalidValue = fieldError('FieldValueInvalid');

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

/** Calls back for each member that a schema knows, with its rule. */
function eachKnown(
  schema: JsonRecord,
  value: Json,
  field: string,
  visit: (rule: JsonRecord, member: Json, field: string) => void,
): void {
  const { properties, additionalProperties, items } = schema;
  if (Array.isArray(value)) {
    if (!isRecord(items)) return;
    value.forEach((item, index) => visit(items, item, `${field}[${index}]`));
  } else if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) {
      const known = isRecord(properties) ? properties[key] : undefined;
      const rule = isRecord(known) ? known : additionalProperties;
      if (isRecord(rule)) visit(rule, member, field ? `${field}.${key}` : key);
    }
  }
}

/** The members of an item of a list that tell it from others: all that it has of the keys. */
const keysOf = (item: Json, keys: Json): JsonRecord =>
  Object.fromEntries(
    (Array.isArray(keys) ? keys : [])
      .map(String)
      .filter(key => isRecord(item) && Object.hasOwn(item, key))
      .sort()
      .map(key => [key, isRecord(item) ? item[key] : null]),
  );

/**
 * Items that a list may not have twice.
 *
 * @see apiextensions-apiserver/pkg/apiserver/schema/listtype of Kubernetes
 */
export function duplicateErrors(
  schema: JsonRecord,
  value: Json,
  field: string,
): FieldError[] {
  const errors: FieldError[] = [];
  const listType = schema['x-kubernetes-list-type'];
  if (Array.isArray(value) && (listType === 'map' || listType === 'set')) {
    const seen = new Map<string, number>();
    value.forEach((item, index) => {
      const identity = JSON.stringify(
        listType === 'set'
          ? item
          : keysOf(item, schema['x-kubernetes-list-map-keys'] ?? []),
      );
      const times = (seen.get(identity) ?? 0) + 1;
      seen.set(identity, times);
      if (times === 2) {
        errors.push(
          fieldError('FieldValueDuplicate')(
            `${field}[${index}]`,
            `Duplicate value: ${identity}`,
          ),
        );
      }
    });
  }
  eachKnown(schema, value, field, (rule, member, at) =>
    errors.push(...duplicateErrors(rule, member, at)),
  );
  return errors;
}

/** Whether a schema has rules in CEL anywhere. */
export function hasRules(schema: JsonRecord): boolean {
  let has = false;
  const look = (node: Json | undefined): void => {
    if (has || !isRecord(node)) return;
    if (node['x-kubernetes-validations'] !== undefined) has = true;
    const { properties, items, additionalProperties } = node;
    if (isRecord(properties)) Object.values(properties).forEach(look);
    look(items);
    look(additionalProperties);
  };
  look(schema);
  return has;
}

/**
 * Rules in CEL. Only the one that the CRDs of Argo Rollouts have is known:
 * `self == oldSelf`, a member that never changes.
 */
export function ruleErrors(
  schema: JsonRecord,
  value: Json,
  old: Json | undefined,
  field: string,
): FieldError[] {
  if (old === undefined || !isRecord(value)) return [];
  const rules = schema['x-kubernetes-validations'];
  const errors = (Array.isArray(rules) ? rules : [])
    .filter(isRecord)
    .filter(({ rule }) => rule === 'self == oldSelf' && !sameJson(value, old))
    .map(({ message }) =>
      invalidValue(
        field,
        `Invalid value: ${JSON.stringify(schemaKindOf(value))}: ${String(
          message,
        )}`,
      ),
    );
  const { properties } = schema;
  return [
    ...errors,
    ...Object.entries(value).flatMap(([key, member]) => {
      const known = isRecord(properties) ? properties[key] : undefined;
      return isRecord(known)
        ? ruleErrors(
            known,
            member,
            isRecord(old) ? old[key] : undefined,
            field ? `${field}.${key}` : key,
          )
        : [];
    }),
  ];
}

/**
 * Removes members that a structural schema does not know. Changes the value.
 *
 * @returns the paths of what was removed
 */
export function prune(schema: JsonRecord, value: Json, field = ''): string[] {
  const { properties, additionalProperties } = schema;
  const kept =
    schema['x-kubernetes-preserve-unknown-fields'] === true ||
    additionalProperties === true ||
    isRecord(additionalProperties);
  const removed: string[] = [];
  if (isRecord(value) && !kept) {
    for (const key of Object.keys(value)) {
      if (isRecord(properties) && Object.hasOwn(properties, key)) continue;
      delete value[key];
      removed.push(field ? `${field}.${key}` : key);
    }
  }
  eachKnown(schema, value, field, (rule, member, at) =>
    removed.push(...prune(rule, member, at)),
  );
  return removed;
}

/** Removes nulls where a schema does not allow them and has no default. Changes the value. */
export function dropNulls(schema: JsonRecord, value: Json): void {
  const { properties, additionalProperties } = schema;
  if (isRecord(value)) {
    for (const [key, member] of Object.entries(value)) {
      const known = isRecord(properties) ? properties[key] : undefined;
      const rule = isRecord(known) ? known : additionalProperties;
      if (member === null && isRecord(rule) && rule.nullable !== true) {
        delete value[key];
      }
    }
  }
  eachKnown(schema, value, '', dropNulls);
}

/** Fills in what a schema has defaults for. Changes the value. */
export function fillDefaults(schema: JsonRecord, value: Json): void {
  const { properties } = schema;
  if (isRecord(value) && isRecord(properties)) {
    for (const [key, rule] of Object.entries(properties)) {
      if (
        isRecord(rule) &&
        rule.default !== undefined &&
        !Object.hasOwn(value, key)
      ) {
        value[key] = structuredClone(rule.default);
      }
    }
  }
  eachKnown(schema, value, '', fillDefaults);
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

/** The schema of a custom kind: of the CRD in the store, else of the CRDs of Argo Rollouts. */
export function schemaOf(
  store: MemoryStore,
  type: ResourceType,
): JsonRecord | undefined {
  const schema = valueAt(definedVersion(store, type), [
    'schema',
    'openAPIV3Schema',
  ]);
  return isRecord(schema) ? schema : customSchema(type);
}
