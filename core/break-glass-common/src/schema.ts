import { z } from 'zod/v3';
import { GrantFilter, OpenGrantRequest } from './types';

export const MIN_MINUTES = 5;
export const MIN_REASON = 10;
export const MAX_REASON = 500;

/** An entity reference, brought to the lower case in which the catalog names entities. */
const entityRef = z
  .string()
  .max(500)
  .regex(
    /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
    'must be an entity reference, kind:namespace/name',
  )
  .transform(ref => ref.toLowerCase());

/** One line: what is read in a notification has no room for more. */
const reason = z
  .string()
  .max(4 * MAX_REASON)
  .transform(text => text.replaceAll('\0', ' ').replace(/\s+/g, ' ').trim())
  .pipe(
    z
      .string()
      .min(MIN_REASON, `must have at least ${MIN_REASON} characters`)
      .max(MAX_REASON, `must have at most ${MAX_REASON} characters`),
  );

/** How long a grant may be open. */
export interface GrantBounds {
  maxMinutes: number;
  defaultMinutes: number;
}

/** Body of `POST /v1/grants`. Bounds are those of the configuration. */
export function openGrantSchema(
  bounds: GrantBounds,
): z.ZodType<OpenGrantRequest, z.ZodTypeDef, unknown> {
  return z
    .object({
      entityRef,
      reason,
      minutes: z
        .number()
        .int()
        .min(MIN_MINUTES, `must be at least ${MIN_MINUTES}`)
        .max(bounds.maxMinutes, `must be at most ${bounds.maxMinutes}`)
        .default(bounds.defaultMinutes),
    })
    .strict();
}

/** Query of `GET /v1/grants`. */
export const grantQuerySchema: z.ZodType<
  { entityRef?: string },
  z.ZodTypeDef,
  unknown
> = z.object({ entityRef: entityRef.optional() }).strict();

/** Query of `GET /v1/grants/of`: one user, one entity, or both. */
export const grantFilterSchema: z.ZodType<GrantFilter, z.ZodTypeDef, unknown> =
  z
    .object({
      userEntityRef: entityRef.optional(),
      entityRef: entityRef.optional(),
    })
    .strict()
    .refine(
      filter => filter.userEntityRef ?? filter.entityRef,
      'needs userEntityRef or entityRef',
    );

/** Parameters of the live topic `break-glass:entity`. */
export const breakGlassEntityParamsSchema = z.object({ entityRef }).strict();
