import { JsonObject } from '@backstage/types';
import { z } from 'zod/v3';
import { ignoreOverride, zodToJsonSchema } from 'zod-to-json-schema';

/** The schema of what is sent, as OpenAPI 3.0 writes it. What is checked by code alone is any value. */
export function schemaOf(schema: z.ZodTypeAny): JsonObject {
  const { $schema: _, ...rest } = zodToJsonSchema(schema, {
    target: 'openApi3',
    $refStrategy: 'none',
    // A schema within itself is any value from the second time on.
    override: (_def, { currentPath }, seen) =>
      seen &&
      seen.path.length < currentPath.length &&
      seen.path.every((part, at) => part === currentPath[at])
        ? {}
        : ignoreOverride,
  }) as JsonObject;
  return rest;
}

/** Whether a body or a member of it may be left out. */
export const isOptional = (schema: z.ZodTypeAny): boolean =>
  schema.safeParse(undefined).success;

/** The parameters of a query, each with its schema. */
export function queryParameters(schema: z.ZodTypeAny): JsonObject[] {
  const { properties = {}, required = [] } = schemaOf(schema) as {
    properties?: Record<string, JsonObject>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, of]) => ({
    name,
    in: 'query',
    required: required.includes(name),
    schema: of,
  }));
}

/** The body of an answer that is an error, as Backstage writes it. */
export const ERROR_SCHEMA: JsonObject = {
  type: 'object',
  required: ['error'],
  properties: {
    error: {
      type: 'object',
      required: ['name', 'message'],
      properties: {
        name: { type: 'string', description: 'ConflictError' },
        message: { type: 'string' },
      },
    },
    response: {
      type: 'object',
      properties: { statusCode: { type: 'integer' } },
    },
  },
};

/** The answer to an accepted action. */
export const ACCEPTED_SCHEMA: JsonObject = {
  type: 'object',
  required: ['action', 'message'],
  properties: {
    action: { type: 'string' },
    message: { type: 'string', description: 'What was accepted' },
    activityId: {
      type: 'string',
      description:
        'Its entry in the activity record; absent where none could be kept',
    },
    ref: { type: 'object', description: 'What was acted on' },
  },
};

/** The answer to a request for an approval. */
export const ASKED_SCHEMA: JsonObject = {
  type: 'object',
  required: ['approval', 'message'],
  properties: {
    approval: {
      type: 'object',
      description: 'What was asked, and how it stands',
    },
    message: { type: 'string' },
  },
};
