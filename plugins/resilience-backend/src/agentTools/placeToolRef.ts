import { parseEntityRef, stringifyEntityRef } from '@backstage/catalog-model';
import { z } from 'zod/v3';

/** Names an entity, for agents: `component:default/orders`. */
export const entityRefSchema = z
  .string()
  .regex(
    /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
    'must be an entity reference, kind:namespace/name',
  )
  .transform(ref =>
    stringifyEntityRef(parseEntityRef(ref)).toLocaleLowerCase('en-US'),
  );

/** Names an entity and the place of one of its workloads, for agents. */
export const placeToolRefSchema = z
  .object({
    entityRef: entityRefSchema,
    cluster: z.string(),
    namespace: z.string(),
  })
  .strict();
