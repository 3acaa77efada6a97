import { isRecord, JsonRecord } from './json';
import { Json } from './types';

/** How what a client sent is read by the structural schema of a CRD. @see apiextensions-apiserver/pkg/apiserver/schema/{pruning,defaulting} of Kubernetes */

/** Calls back for each member that a schema knows, with its rule. */
export function eachKnown(
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
