import { defineTopic, ShapeOf } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';
import { LOG_LEVELS, LOG_SIDES, LogFilter, LogLine, LogPage } from './types';

/** Lines are kept for the live tail this far back, ms. */
export const FOLLOW_RANGE_MS = 15 * 60_000;
/** Lines of the live tail, at most. */
export const FOLLOWED_LINES = 200;
/** Longest range of one question, ms. */
export const LONGEST_LOG_RANGE_MS = 31 * 24 * 3_600_000;

/** Answer of `GET …/logs`: lines, newest first. */
export interface LogsAnswer extends LogPage {
  /** What the lines come from, such as `Elasticsearch of gke-prod`. */
  source: string;
}

const text = z.string().max(200).optional();
const time = z.coerce.number().int().min(0).max(8.64e15);

/** A cursor as it travels: JSON of the sort values. */
const cursor = z
  .string()
  .max(2_000)
  .transform((value, context): Array<string | number | null> => {
    try {
      const parsed: unknown = JSON.parse(value);
      return z
        .array(z.union([z.string(), z.number(), z.null()]))
        .min(1)
        .max(5)
        .parse(parsed);
    } catch {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        message: 'is not a cursor',
      });
      return z.NEVER;
    }
  });

/** Query of `GET …/logs`: times in ms since 1970. */
export const logsQuerySchema = z
  .object({
    from: time,
    to: time,
    side: z.enum(LOG_SIDES).default('all'),
    level: z.enum(LOG_LEVELS).optional(),
    text,
    after: cursor.optional(),
    size: z.coerce.number().int().min(1).max(500).default(200),
  })
  .strict()
  .refine(({ from, to }) => to >= from, 'to must not be before from')
  .refine(
    ({ from, to }) => to - from <= LONGEST_LOG_RANGE_MS,
    'The range is longer than 31 days',
  );

/** Parameters of the live tail. An empty text is none. */
export interface LogTailParams extends Record<string, string> {
  entityRef: string;
  cluster: string;
  namespace: string;
  workload: string;
  side: LogFilter['side'];
  /** `ANY` for every level. */
  level: string;
  text: string;
}

const name = z.string().min(1).max(253);

const lineSchema = z.object({
  id: z.string(),
  at: z.string(),
  level: z.enum(LOG_LEVELS).optional(),
  message: z.string(),
  stack: z.string().optional(),
  logger: z.string().optional(),
  thread: z.string().optional(),
  pod: z.string().optional(),
  container: z.string().optional(),
  revision: z.string().optional(),
  side: z.enum(['stable', 'canary', 'earlier']).optional(),
  masked: z.number().optional(),
  cut: z.literal(true).optional(),
} satisfies ShapeOf<LogLine>);

/** `observability:logs`: the newest lines of a workload, by their ids; one search for all its viewers. */
export const logTailTopic = defineTopic<LogTailParams, LogLine>(
  'observability:logs',
  {
    params: z
      .object({
        entityRef: name,
        cluster: name,
        namespace: name,
        workload: name,
        side: z.enum(LOG_SIDES),
        level: z.enum([...LOG_LEVELS, 'ANY']),
        text: z.string().max(200),
      })
      .strict(),
    value: lineSchema,
  },
);
