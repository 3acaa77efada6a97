import { JsonObject, JsonValue } from '@backstage/types';
import { z } from 'zod/v3';
import {
  ActivityOutcome,
  ActivityQuery,
  ActivityTarget,
  NewUserActivity,
  NewPlatformActivity,
} from './types';

/** Most entries on one page. */
export const MAX_PAGE = 2_000;

const short = z
  .string()
  .min(1)
  .max(253)
  // PostgreSQL takes no NUL.
  .refine(text => !text.includes('\0'), 'must hold no NUL character');
const word = z
  .string()
  .max(64)
  .regex(/^[a-z][a-z0-9-]*$/, 'must be lower-case words joined by -');
const MAX_SUMMARY = 1000;
const sentence = z.string().min(1).max(MAX_SUMMARY);
const entityRef = z
  .string()
  .max(500)
  .regex(
    /^[^\s:/]+:[^\s:/]+\/[^\s:/]+$/,
    'must be an entity reference, kind:namespace/name',
  );
const severity = z.enum(['info', 'notice', 'warning', 'error']);

/** `YYYY-MM-DDTHH:mm:ss.sssZ` of a time; undefined for a time that does not exist, or whose year has more than four digits. */
function isoTime(value: string): string | undefined {
  const at = new Date(value);
  if (Number.isNaN(at.getTime())) return undefined;
  const text = at.toISOString();
  return /^\d{4}-/.test(text) ? text : undefined;
}

/** A time with its zone, brought to `YYYY-MM-DDTHH:mm:ss.sssZ`: entries are compared by this text. */
const time = z
  .string()
  .max(40)
  .datetime({
    offset: true,
    message: 'must be a time with its zone, as 2026-01-02T03:04:05Z',
  })
  .transform((value, context) => {
    const text = isoTime(value);
    if (text === undefined) {
      context.addIssue({
        code: z.ZodIssueCode.custom,
        message: 'must be a time that exists, in the years 0 to 9999',
      });
      return z.NEVER;
    }
    return text;
  });

const json: z.ZodType<JsonValue> = z.lazy(() =>
  z.union([
    z.string(),
    z.number(),
    z.boolean(),
    z.null(),
    z.array(json),
    z.record(json),
  ]),
);

/** Largest `before` or `after`, in characters of JSON. */
const MAX_STATE = 50_000;

const state: z.ZodType<JsonObject> = z
  .record(json)
  .refine(
    value => JSON.stringify(value).length <= MAX_STATE,
    `is larger than ${MAX_STATE} characters of JSON`,
  );

export const activityTargetSchema: z.ZodType<ActivityTarget> = z
  .object({
    cluster: short,
    namespace: short,
    kind: short,
    name: short,
    uid: short.optional(),
    entityRef: entityRef.optional(),
  })
  .strict();

/** Body of `POST /v1/user`. */
export const newUserActivitySchema: z.ZodType<NewUserActivity> = z
  .object({
    plugin: word,
    type: word,
    actor: entityRef,
    target: activityTargetSchema,
    summary: sentence,
    severity: severity.optional(),
    before: state.optional(),
  })
  .strict();

/** Longest error message that is kept. */
const MAX_ERROR = 4000;

/** How a user's action ended. */
export interface FinishedActivity {
  outcome: ActivityOutcome;
  error?: string;
  after?: JsonObject;
}

/** Body of `POST /v1/user/:id/finish`. */
export const finishedActivitySchema: z.ZodType<
  FinishedActivity,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    outcome: z.enum(['succeeded', 'failed', 'partial', 'unknown']),
    // Cut, not refused: a long message must not leave an action without its end.
    error: z
      .string()
      .transform(text => text.replaceAll('\0', '').slice(0, MAX_ERROR))
      .optional(),
    after: state.optional(),
  })
  .strict();

/** Body of `POST /v1/platform`. */
export const newPlatformActivitySchema: z.ZodType<
  NewPlatformActivity,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    plugin: word,
    type: word,
    key: z.string().min(1).max(500),
    at: time,
    target: activityTargetSchema,
    // Cut, not refused: it holds the words of a controller, which may be long.
    summary: z
      .string()
      .min(1)
      .transform(text => text.replaceAll('\0', '').slice(0, MAX_SUMMARY)),
    severity,
    before: state.optional(),
    after: state.optional(),
  })
  .strict();

/** Query of `GET /v1/entries`. */
export const activityQuerySchema: z.ZodType<
  ActivityQuery,
  z.ZodTypeDef,
  unknown
> = z
  .object({
    cluster: short.optional(),
    namespace: short.optional(),
    kind: short.optional(),
    name: short.optional(),
    entityRef: entityRef.optional(),
    actor: entityRef.optional(),
    source: z.enum(['user', 'platform']).optional(),
    plugin: word.optional(),
    since: time.optional(),
    until: time.optional(),
    limit: z.coerce.number().int().min(1).max(MAX_PAGE).optional(),
    cursor: z.string().min(1).max(200).optional(),
  })
  .strict();

/** Parameters of the live topic `activity:target`. */
export const activityTargetParamsSchema = z
  .object({ cluster: short, namespace: short, kind: short, name: short })
  .strict();
