import { stringifyLocationRef } from '@backstage/catalog-model';
import { parseInput } from '@slipway/plugin-actions-common';
import express, { RequestHandler, Router } from 'express';
import { z } from 'zod/v3';

/** What a route of a core plugin takes, where the plugin itself does not check it. */
interface Contract {
  method: 'get' | 'post' | 'put';
  path: string;
  body?: z.ZodTypeAny;
  query?: z.ZodTypeAny;
}

/** The limit of `express.json()`, with which the routes below read their bodies. */
const BODY_LIMIT = '100kb';

const required = {
  required_error: 'is required',
  invalid_type_error: 'has the wrong type',
};
const text = z.string({ ...required, invalid_type_error: 'must be a text' });
const name = text.min(1, 'must not be empty').max(500, 'is too long');
const object = (fields: z.ZodRawShape) =>
  z
    .object(fields, { ...required, invalid_type_error: 'must be an object' })
    .passthrough();
/** Parts of the path of a Kubernetes resource; the core API is the empty group. */
const group = text.regex(
  /^(?:[a-z0-9](?:[a-z0-9.-]{0,251}[a-z0-9])?)?$/,
  'must be an API group',
);
const apiVersion = text.regex(/^[a-z0-9]{1,63}$/, 'must be an API version');
const plural = text.regex(/^[a-z0-9-]{1,63}$/, 'must be a plural name');
const auth = z
  .record(z.unknown(), { invalid_type_error: 'must be an object' })
  .optional();

/**
 * The plugin stores a location before it makes an entity of it. One of which
 * none can be made stays, and no portal starts on that database any more.
 */
const location = object({ type: name, target: text.max(2000) }).superRefine(
  ({ type, target }, context) => {
    try {
      stringifyLocationRef({ type, target });
    } catch {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        path: ['target'],
        message: 'must not be empty, and no script',
      });
    }
  },
);

/** Columns of the plugin's list. */
const NOTIFICATION_ORDER = [
  'created',
  'updated',
  'read',
  'saved',
  'title',
  'severity',
  'origin',
  'topic',
  'scope',
];

const notificationQuery = z
  .object({
    orderField: z
      .union([z.string(), z.array(z.string())])
      .transform(value => [value].flat())
      .refine(
        fields =>
          fields.every(field =>
            NOTIFICATION_ORDER.includes(field.split(',', 1)[0]),
          ),
        `must be one of ${NOTIFICATION_ORDER.join(', ')}`,
      )
      .optional(),
  })
  .passthrough();

/** The plugin checks the rest; it deletes what is stored before it fails at nothing to store. */
const notificationSettings = object({
  channels: z
    .array(object({ origins: z.array(z.unknown()).optional() }), {
      ...required,
      invalid_type_error: 'must be a list',
    })
    .refine(
      channels => channels.some(({ origins }) => origins?.length),
      'must have a channel with at least one origin',
    ),
});

/** By plugin. Found by the fuzz of all routes (`packages/e2e/faults`). */
const CONTRACTS: Record<string, Contract[]> = {
  catalog: [
    { method: 'post', path: '/locations', body: location },
    { method: 'put', path: '/locations/:id', body: location },
  ],
  kubernetes: [
    {
      method: 'post',
      path: '/services/:serviceId',
      body: object({
        entity: object({
          kind: name,
          metadata: object({ name, namespace: name.optional() }),
        }),
        auth,
      }),
    },
    {
      method: 'post',
      path: '/resources/workloads/query',
      body: object({ entityRef: name, auth }),
    },
    {
      method: 'post',
      path: '/resources/custom/query',
      body: object({
        entityRef: name,
        customResources: z
          .array(object({ group, apiVersion, plural }), {
            ...required,
            invalid_type_error: 'must be a list',
          })
          .min(1, 'must name at least one resource')
          .max(20, 'must name at most 20 resources'),
        auth,
      }),
    },
  ],
  notifications: [
    ...['/', '/notifications'].map(
      (path): Contract => ({ method: 'get', path, query: notificationQuery }),
    ),
    { method: 'post', path: '/settings', body: notificationSettings },
  ],
  'user-settings': [
    {
      method: 'post',
      path: '/multiget',
      body: object({
        items: z
          .array(object({ bucket: name, key: name }), {
            ...required,
            invalid_type_error: 'must be a list',
          })
          .max(1000, 'must have at most 1000 entries'),
      }),
    },
  ],
};

/** Checks the requests to the routes of {@link CONTRACTS} before the plugin sees them. */
export function contractRouter(pluginId: string): RequestHandler {
  const router = Router();
  for (const { method, path, body, query } of CONTRACTS[pluginId] ?? []) {
    if (query) {
      router[method](path, (req, _res, next) => {
        parseInput(query, req.query);
        next();
      });
    }
    if (body) {
      router[method](
        path,
        express.json({ limit: BODY_LIMIT }),
        (req, _res, next) => {
          parseInput(body, req.body);
          next();
        },
      );
    }
  }
  return router;
}
