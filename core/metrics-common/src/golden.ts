import { defineTopic } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { goldenMetricsSchema } from './schemas';
import { MetricSeries, MetricsTarget } from './types';

/** Most points of one series that are answered. */
export const MAX_GOLDEN_POINTS = 1_000;
/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const text = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters');
const seconds = z.coerce
  .number({ invalid_type_error: 'must be a time in seconds' })
  .int('must be a whole number of seconds')
  .nonnegative('must not be negative')
  .max(LAST_SECOND, 'must be a time in seconds before the year 10000');

const targetMembers = {
  cluster: text,
  namespace: text,
  deployment: text.optional(),
  podTemplateHash: text.optional(),
};
const named = (target: MetricsTarget) =>
  target.deployment !== undefined || target.podTemplateHash !== undefined;
const NOT_NAMED = {
  path: ['deployment'],
  message: 'or podTemplateHash must be given',
};

/** Query of `GET /api/metrics/v1/golden`: a target, a range in Unix seconds, and the window of rates unless it is that of the cluster. */
export const goldenQuerySchema = z
  .object({
    ...targetMembers,
    start: seconds,
    end: seconds,
    step: z.coerce
      .number({ invalid_type_error: 'must be a number of seconds' })
      .int('must be a whole number of seconds')
      .min(1, 'must be at least 1 second')
      .max(604_800, 'must be at most seven days'),
    window: z
      .string()
      .regex(/^[1-9]\d{0,4}(s|m|h)$/, 'must be such as 30s, 1m or 2h')
      .optional(),
  })
  .strict()
  .refine(named, NOT_NAMED)
  .refine(({ start, end }) => end > start, {
    path: ['end'],
    message: 'must be later than start',
  })
  .refine(({ start, end, step }) => (end - start) / step < MAX_GOLDEN_POINTS, {
    path: ['step'],
    message: `gives more than ${MAX_GOLDEN_POINTS} points: ask for larger steps`,
  });
export type GoldenQuery = z.infer<typeof goldenQuerySchema>;

/** Answer of `GET /api/metrics/v1/golden`: one series for each golden metric. */
export interface GoldenSeries {
  series: MetricSeries[];
}

/** Parameters of {@link goldenTopic}. */
const goldenTargetSchema = z
  .object(targetMembers)
  .strict()
  .refine(named, NOT_NAMED);

/** Golden metrics of one target now, measured for all viewers together; its only key is `now`. */
export const goldenTopic = defineTopic('metrics:golden', {
  params: goldenTargetSchema,
  value: goldenMetricsSchema,
});
