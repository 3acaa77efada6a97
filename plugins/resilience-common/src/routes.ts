import { z } from 'zod/v3';
import { designSpecSchema } from './design/schema';

const part = z.string().min(1).max(253);

/** Below `/api/resilience/v1`: an entity. */
export const ENTITY_PATH = '/entities/:kind/:namespace/:name';
/** A place of an entity; `…/actions/launch`, `save-design` and `delete-design` are below it. */
export const PLACE_PATH = `${ENTITY_PATH}/places/:cluster/:targetNamespace`;
/** A run; `…/actions/stop` is below it. */
export const RUN_PATH = '/runs/:id';

/** The page of a run in the portal. */
export const runPagePath = (id: string): string => `/resilience/runs/${id}`;

/** Parameters of {@link ENTITY_PATH}. */
export const entityPathSchema = z
  .object({ kind: part, namespace: part, name: part })
  .strict();

/** Parameters of {@link PLACE_PATH}. */
export const placePathSchema = z.object({
  kind: part,
  namespace: part,
  name: part,
  cluster: part,
  targetNamespace: part,
});

/** Parameters of {@link RUN_PATH}, and of the actions below it. */
export const runPathSchema = z.object({ id: z.string().uuid() });

/** Query of `GET /runs`: newest first. */
export const runsQuerySchema = z
  .object({
    entityRef: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(200).default(50),
  })
  .strict();

/** Body of `POST …/places/…/check`. */
export const checkRequestSchema = z
  .object({ design: designSpecSchema })
  .strict();
export type CheckRequest = z.infer<typeof checkRequestSchema>;

/** Arguments of `launch`. */
export const launchArgsSchema = z
  .object({
    design: designSpecSchema,
    /** Of the saved design that it was made from. */
    designId: z.string().uuid().optional(),
  })
  .strict();
export type LaunchArgs = z.infer<typeof launchArgsSchema>;

/** Arguments of `save-design`: a design of the same name is replaced. */
export const saveDesignArgsSchema = z
  .object({
    name: z.string().trim().min(1).max(100),
    design: designSpecSchema,
  })
  .strict();
export type SaveDesignArgs = z.infer<typeof saveDesignArgsSchema>;

/** Arguments of `delete-design`. */
export const deleteDesignArgsSchema = z
  .object({ id: z.string().uuid() })
  .strict();
export type DeleteDesignArgs = z.infer<typeof deleteDesignArgsSchema>;

/** Arguments of `stop`. */
export const stopArgsSchema = z
  .object({ reason: z.string().trim().min(1).max(500).optional() })
  .strict()
  .optional();
export type StopArgs = z.infer<typeof stopArgsSchema>;
