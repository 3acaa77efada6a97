import {
  entityBindingSchema,
  objectRefSchema,
  resolvedEnvironmentSchema,
} from '@slipway/plugin-clusters-common';
import {
  defineTopic,
  noParams,
  ShapeOf,
  ValueSchema,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { FreezeView } from './freeze';

const freezeSchema: ValueSchema<FreezeView> = z.object({
  uid: z.string(),
  ref: objectRefSchema,
  environment: resolvedEnvironmentSchema,
  entity: entityBindingSchema,
  ownerRef: z.string().optional(),
  reason: z.string(),
  state: z.enum(['active', 'lifted']),
} satisfies ShapeOf<FreezeView>);

/** Every freeze of every cluster; keys are `<cluster>/<uid>`. */
export const freezesTopic = defineTopic('freezes:list', {
  params: noParams,
  value: freezeSchema,
});

/** Path parameters of one freeze. */
export const freezePathSchema = z
  .object({
    cluster: z.string().max(253),
    namespace: z.string().max(63),
    name: z.string().max(253),
  })
  .strict();
