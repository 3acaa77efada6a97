import { JsonObject } from '@backstage/types';
import { defineTopic, ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { activityTargetParamsSchema } from './schema';
import { ActivityEntry, ActivityTarget } from './types';

const text = z.string();
/** What came as JSON is JSON; only that it is an object must be seen. */
const jsonObject: ValueSchema<JsonObject> = z.custom<JsonObject>(
  value => typeof value === 'object' && value !== null && !Array.isArray(value),
);

const targetSchema = z.object({
  cluster: text,
  namespace: text,
  kind: text,
  name: text,
  uid: text.optional(),
  entityRef: text.optional(),
} satisfies ShapeOf<ActivityTarget>);

const entrySchema: ValueSchema<ActivityEntry> = z.object({
  id: text,
  at: text,
  source: z.enum(['user', 'platform']),
  plugin: text,
  type: text,
  actor: text.optional(),
  target: targetSchema,
  summary: text,
  severity: z.enum(['info', 'notice', 'warning', 'error']),
  outcome: z.enum(['started', 'succeeded', 'failed', 'partial', 'unknown']),
  error: text.optional(),
  before: jsonObject.optional(),
  after: jsonObject.optional(),
  finishedAt: text.optional(),
} satisfies ShapeOf<ActivityEntry>);

/** The newest 100 entries of one target; keys are ids of entries. */
export const activityTargetTopic = defineTopic('activity:target', {
  params: activityTargetParamsSchema,
  value: entrySchema,
});
