import { defineTopic, ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { breakGlassEntityParamsSchema } from './schema';
import { BreakGlassGrant } from './types';

const text = z.string();

const grantSchema: ValueSchema<BreakGlassGrant> = z.object({
  id: text,
  userEntityRef: text,
  entityRef: text,
  reason: text,
  openedAt: text,
  until: text,
  endedAt: text.optional(),
  endedBy: text.optional(),
} satisfies ShapeOf<BreakGlassGrant>);

/** The open grants of one entity; keys are ids of grants. What ends is removed. */
export const breakGlassEntityTopic = defineTopic('break-glass:entity', {
  params: breakGlassEntityParamsSchema,
  value: grantSchema,
});
