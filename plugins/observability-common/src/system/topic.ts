import { defineTopic, ShapeOf } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { Reading } from '../queries/reading';
import {
  Call,
  CallEnd,
  FiringAlert,
  NamespaceTraffic,
  WorkloadTraffic,
} from './types';

const text = z.string();
const name = text.min(1).max(253);

const readingSchema: z.ZodType<Reading> = z.discriminatedUnion('state', [
  z.object({ state: z.literal('measured'), value: z.number() }),
  z.object({ state: z.literal('no-traffic') }),
  z.object({ state: z.literal('unknown'), reason: text }),
]);

const end = {
  namespace: text,
  workload: text,
  entityRef: text.optional(),
} satisfies ShapeOf<CallEnd>;

const callSchema = z.object({
  from: z.object(end),
  to: z.object(end),
  requestRate: z.number(),
  failureShare: z.number().optional(),
} satisfies ShapeOf<Call>);

const workloadSchema = z.object({
  ...end,
  requestRate: readingSchema,
  successRate: readingSchema,
} satisfies ShapeOf<WorkloadTraffic>);

const alertSchema = z.object({
  workload: text,
  name: text,
  severity: text.optional(),
  since: text.optional(),
} satisfies ShapeOf<FiringAlert>);

/** `observability:traffic`: what is measured in a namespace, for all its services together; its only key is `now`. */
export const trafficTopic = defineTopic<
  { cluster: string; namespace: string },
  NamespaceTraffic
>('observability:traffic', {
  params: z.object({ cluster: name, namespace: name }).strict(),
  value: z.object({
    at: text,
    over: text,
    workloads: z.array(workloadSchema),
    calls: z.array(callSchema),
    alerts: z.array(alertSchema),
    unknown: text.optional(),
    alertsUnknown: text.optional(),
  } satisfies ShapeOf<NamespaceTraffic>),
});
