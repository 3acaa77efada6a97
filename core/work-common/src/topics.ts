import {
  defineTopic,
  noParams,
  ShapeOf,
  ValueSchema,
} from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { RunningWork, WORK_KINDS, WorkPlace } from './types';

const text = z.string();

const placeSchema = z.object({
  cluster: text,
  namespace: text.optional(),
  workloads: z.array(text).optional(),
} satisfies ShapeOf<WorkPlace>);

const runningWorkSchema: ValueSchema<RunningWork> = z.object({
  id: text,
  plugin: text,
  kind: z.enum(WORK_KINDS),
  title: text,
  state: text,
  tone: z.enum(['healthy', 'progressing', 'paused', 'degraded', 'unknown']),
  entityRefs: z.array(text),
  places: z.array(placeSchema),
  since: text,
  until: text.optional(),
  progress: z.number().min(0).max(1).optional(),
  startedBy: text.optional(),
  path: text,
} satisfies ShapeOf<RunningWork>);

/**
 * What runs now on all services; keys are ids of work. Its freshness has one
 * source for the list and one more for each plugin that cannot tell all.
 */
export const runningWorkTopic = defineTopic('work:running', {
  params: noParams,
  value: runningWorkSchema,
});

/** The same for what touches one entity. */
export const entityWorkTopic = defineTopic('work:entity', {
  params: z.object({ entityRef: text }).strict(),
  value: runningWorkSchema,
});
