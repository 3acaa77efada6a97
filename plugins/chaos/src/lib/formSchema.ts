import { ErrorSchema, ErrorSchemaBuilder } from '@rjsf/utils';
import { JsonObject, JsonValue } from '@backstage/types';
import { DraftProblem } from '@slipway/plugin-chaos-common';

function isObject(value: JsonValue | undefined): value is JsonObject {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** Never offered: it sends the fault to where nobody here checks it. */
const HIDDEN = ['remoteCluster'];

/**
 * The part of the CRD's schema that a form shows: what the value sets and what
 * is required; all of it where that is asked for. The words are those of the CRD.
 *
 * @param schema - OpenAPI schema of `spec` as the cluster has it
 * @param value - the spec that is edited
 */
export function formSchema(
  schema: JsonObject,
  value: JsonValue | undefined,
  all: boolean,
): JsonObject {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const given = isObject(value) ? value : {};
  const required = Array.isArray(schema.required) ? schema.required : [];
  const shown = Object.entries(properties).filter(
    ([name]) =>
      !HIDDEN.includes(name) &&
      (all || Object.hasOwn(given, name) || required.includes(name)),
  );
  return {
    ...schema,
    properties: Object.fromEntries(
      shown.map(([name, property]) => [
        name,
        isObject(property)
          ? { title: titleOf(name), ...formSchema(property, given[name], all) }
          : property,
      ]),
    ),
  };
}

/** The schema without a duration: in a workflow the deadline of the step ends its fault. */
export function endless(schema: JsonObject): JsonObject {
  const { properties } = schema;
  if (!isObject(properties)) return schema;
  const { duration, ...rest } = properties;
  return { ...schema, properties: rest };
}

/** `labelSelectors` as `Label selectors`. */
export function titleOf(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/_/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

/** The problems below `spec` at the fields of a form, as rjsf wants them. */
export function fieldErrors(problems: readonly DraftProblem[]): ErrorSchema {
  const errors = new ErrorSchemaBuilder();
  for (const { path, message } of problems) {
    const [root, ...field] = path.split(/[.[\]]+/).filter(part => part !== '');
    if (root === 'spec') errors.addErrors(message, field);
  }
  return errors.ErrorSchema;
}
