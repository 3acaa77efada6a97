import { z } from 'zod/v3';
import { MAX_RANGE_MS } from './types';

/** Route of the timeline of an entity, below `/v1`. */
export const TIMELINE_PATH = '/entities/:kind/:namespace/:name/timeline';

/** The end of the year 9999, ms. */
const LAST_MS = 253_402_300_799_000;

const name = z.string().min(1).max(253);
const ms = z.coerce
  .number({ invalid_type_error: 'must be a time in ms since the epoch' })
  .int('must be a whole number of ms')
  .nonnegative('must not be negative')
  .max(LAST_MS, 'must be before the year 10000');

/** Parameters of {@link TIMELINE_PATH}. */
export const timelinePathSchema = z
  .object({ kind: name, namespace: name, name })
  .strict();

/** Query of {@link TIMELINE_PATH}: a range in ms since the epoch. */
export const timelineQuerySchema = z
  .object({ from: ms, to: ms })
  .strict()
  .refine(({ from, to }) => to > from, {
    path: ['to'],
    message: 'must be later than from',
  })
  .refine(({ from, to }) => to - from <= MAX_RANGE_MS, {
    path: ['from'],
    message: `must be at most ${MAX_RANGE_MS / 86_400_000} days before to`,
  });
