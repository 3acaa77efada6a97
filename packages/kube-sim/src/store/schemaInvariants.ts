import { isRecord, JsonRecord, sameJson } from './json';
import { fieldError, invalidValue, schemaKindOf } from './schema';
import { eachKnown } from './schemaReading';
import { FieldError } from './status';
import { Json } from './types';

/** What a structural schema says beyond types: lists without doubles, rules in CEL. */

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
 * Rules in CEL. Only one is known:
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
