import { JsonObject, JsonValue } from '@backstage/types';
import { ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { isLaunchKind, LaunchKind } from './kinds';

/** Name of an object in Kubernetes. */
export const kubernetesName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters')
  .regex(
    /^[a-z0-9]([-a-z0-9.]*[a-z0-9])?$/,
    'must be a Kubernetes name: small letters, digits, "-" and "."',
  );

export const clusterName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters');

/** A kind that can be launched. */
export const launchKindSchema: z.ZodType<LaunchKind> = z.custom<LaunchKind>(
  isLaunchKind,
  'must be a kind of Chaos Mesh that can be launched',
);

const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(json),
  ]),
);

/** Plain JSON. */
export const jsonObjectSchema: ValueSchema<JsonObject> = z.record(json);
