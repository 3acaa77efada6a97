import { z } from 'zod/v3';
import { kubernetesName } from './schemaParts';
import { SeenState } from './types';

const clusterName = z
  .string()
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters');

const revision = z.coerce
  .number({ invalid_type_error: 'must be a number' })
  .int('must be a whole number')
  .min(1, 'must be 1 or more');

/** Path of one rollout: `/clusters/:cluster/namespaces/:namespace/rollouts/:name`. */
export const rolloutPathSchema = z.object({
  cluster: clusterName,
  namespace: kubernetesName,
  name: kubernetesName,
});

/** Query of `/rollouts`: the rows of one page, and the page before it. */
export const rolloutListQuerySchema = z
  .object({
    limit: z.coerce
      .number({ invalid_type_error: 'must be a number' })
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(1_000, 'must be at most 1000')
      .default(500),
    /** `nextCursor` of the page before. */
    cursor: z
      .string()
      .max(500)
      .regex(/^[A-Za-z0-9_-]+$/, 'must be the nextCursor of an answer')
      .optional(),
  })
  .strict();

export type RolloutListQuery = z.output<typeof rolloutListQuerySchema>;

/** Query of `…/diff?from=&to=`: two revisions. */
export const diffQuerySchema = z.object({ from: revision, to: revision });

/** The end of the year 9999. */
const LAST_SECOND = 253_402_300_799;

const unixSeconds = z.coerce
  .number({ invalid_type_error: 'must be a time in seconds' })
  .finite('must be a time in seconds')
  .nonnegative('must not be negative')
  .max(LAST_SECOND, 'must be a time in seconds before the year 10000');

/** Query of `…/metrics?start&end&step`: Unix seconds; at most 11,000 points, Prometheus' own limit. */
export const metricsQuerySchema = z
  .object({
    start: unixSeconds,
    end: unixSeconds,
    step: z.coerce
      .number({ invalid_type_error: 'must be a number of seconds' })
      .min(1, 'must be at least 1 second')
      .max(86_400, 'must be at most one day'),
  })
  .refine(({ start, end }) => end > start, {
    path: ['end'],
    message: 'must be later than start',
  })
  .refine(({ start, end, step }) => (end - start) / step <= 11_000, {
    path: ['step'],
    message: 'gives more than 11000 points: ask for larger steps',
  });

/** Path of `/entities/:kind/:namespace/:name/rollouts`. */
export const entityPathSchema = z.object({
  kind: z.string().min(1).max(63),
  namespace: z.string().min(1).max(253),
  name: z.string().min(1).max(253),
});

/** What the user saw. */
export const seenStateSchema: z.ZodType<SeenState, z.ZodTypeDef, unknown> =
  z.object({
    uid: z.string().min(1, 'must not be empty').max(64),
    currentPodHash: z.string().max(64).optional(),
    currentStepIndex: z.number().int().nonnegative().optional(),
  });
