import { defineTopic, ShapeOf, ValueSchema } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { Severity } from '../types';
import { CanarySummary, FindingsSummary } from './views';

const count = z.number();
const countsSchema = z.object({
  critical: count,
  high: count,
  medium: count,
  low: count,
  unknown: count,
} satisfies ShapeOf<Record<Severity, number>>);

const findingsSummarySchema: ValueSchema<FindingsSummary> = z.object({
  counts: countsSchema,
  fixable: count,
  exploited: count.optional(),
  overdue: count.optional(),
  images: count,
  notScanned: count,
  scannedAt: z.string().optional(),
  stamp: z.string(),
} satisfies ShapeOf<FindingsSummary>);

const canarySummarySchema: ValueSchema<CanarySummary> = z.object({
  verdict: z.enum(['worse', 'better', 'same', 'unknown']),
  summary: z.string(),
  added: countsSchema,
  fixed: count,
  unknown: z.array(z.string()),
  gate: z
    .object({ stops: z.array(z.string()), notes: z.array(z.string()) })
    .optional(),
  stamp: z.string(),
} satisfies ShapeOf<CanarySummary>);

/** Key of the one value of the topics here. */
export const SUMMARY_KEY = 'summary';

/** How many findings an entity has: one value, under {@link SUMMARY_KEY}. */
export const entityFindingsTopic = defineTopic('security:entity', {
  params: z.object({ entityRef: z.string().min(1).max(500) }).strict(),
  value: findingsSummarySchema,
});

/** What the canary of a rollout adds; nothing while there is none. */
export const canaryFindingsTopic = defineTopic('security:canary', {
  params: z
    .object({
      cluster: z.string().min(1).max(253),
      namespace: z.string().min(1).max(63),
      name: z.string().min(1).max(253),
    })
    .strict(),
  value: canarySummarySchema,
});
