import { requireEntityRef } from '@slipway/plugin-owners-node';
import { parseInput, rolloutPathSchema } from '@slipway/plugin-rollouts-common';
import { z } from 'zod/v3';

/** Topics without parameters. */
export const noParamsSchema = z.object({}).strict();

/** Parameters of topics that speak of one rollout. */
export const rolloutParamsSchema = rolloutPathSchema.strict();

const entityParamsSchema = z
  .object({ entityRef: z.string().max(600) })
  .strict();

/**
 * Parameter of `rollouts:entity`, in the catalog's spelling.
 *
 * @throws InputError when it is not an entity reference
 */
export function entityRefOf(params: Record<string, string>): string {
  return requireEntityRef(parseInput(entityParamsSchema, params).entityRef);
}
