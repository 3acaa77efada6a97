import { z } from 'zod/v3';

/** How a release behaves. */
export const RELEASE_QUALITIES = ['good', 'errors', 'slow', 'crash'] as const;

/** Sandbox seconds per second. */
export const SPEED = { lowest: 0.1, highest: 10 };

const quality = z.enum(RELEASE_QUALITIES, {
  errorMap: () => ({
    message: `must be one of ${RELEASE_QUALITIES.join(', ')}`,
  }),
});

const name = z
  .string({
    required_error: 'must be there',
    invalid_type_error: 'must be a text',
  })
  .min(1, 'must not be empty')
  .max(253, 'must have at most 253 characters');

/** The service in the body of `POST /v1/releases`. */
export const releasePlaceSchema = z
  .object({ cluster: name, namespace: name, service: name })
  .passthrough();

/** The rest of it. */
export const qualitySchema = z.object({ quality }).strict();

/** Body of `POST /v1/releases`. */
export const releaseRequestSchema = releasePlaceSchema
  .merge(qualitySchema)
  .strict();

/** Body of `POST /v1/speed`. */
export const speedSchema = z
  .object({
    speed: z
      .number({
        required_error: 'must be there',
        invalid_type_error: 'must be a number',
      })
      .min(SPEED.lowest, `must be at least ${SPEED.lowest}`)
      .max(SPEED.highest, `must be at most ${SPEED.highest}`),
  })
  .strict();

const place = z.object({
  /** Step of the canary, counted from one. */
  step: z.number().int(),
  /** Traffic of the canary there, percent. */
  weight: z.number(),
});

const outlook = z.object({
  /** The first pause at which it waits for manual promotion, unless it is stopped for certain before. */
  asks: place.optional(),
  /** Where an analysis of the service's own stops it. */
  stopped: place
    .extend({
      /** Metric whose limit it breaks. */
      metric: z.string(),
      /** False when it depends on the traffic whether the limit breaks. */
      certain: z.boolean(),
      /** Sandbox seconds after its start, or after the promotion from `asks`; without the time that pods take. */
      afterSeconds: z.number(),
    })
    .optional(),
  /** Its pods never get ready: `Degraded` after so many sandbox seconds. */
  deadlineSeconds: z.number().optional(),
});

const service = z.object({
  namespace: z.string(),
  service: z.string(),
  /** The controller's word. */
  phase: z.string(),
  /** Image tag that it runs, or is being released. */
  tag: z.string(),
  quality,
  /** Nothing is under way. */
  idle: z.boolean(),
  /** Stands at a pause that only a user ends. */
  waiting: z.boolean(),
  /** Sandbox seconds since something was done to it. */
  idleSeconds: z.number(),
  /** Sandbox seconds that it has to be idle before the demo scenario releases it. */
  idleSecondsNeeded: z.number(),
});

const started = z.object({
  cluster: z.string(),
  namespace: z.string(),
  service: z.string(),
  tag: z.string(),
  quality,
  by: z.enum(['demo', 'user']),
  /** Sandbox time, ISO. */
  at: z.string(),
});

/** Answer of the sandbox to `POST /releases`. */
export const startedReleaseSchema = started;

/** Answer of the sandbox to `POST /speed`. */
export const sandboxTimeSchema = z.object({
  /** Sandbox time, ISO. */
  now: z.string(),
  speed: z.number(),
});

/** Answer of the sandbox to `GET /demo`. What is not named here is left out. */
export const sandboxDemoSchema = sandboxTimeSchema.extend({
  /** False when releases start only when a user asks for one. */
  running: z.boolean(),
  clusters: z.array(
    z.object({
      name: z.string(),
      /** Sandbox time at which the demo scenario next considers a release there, ISO. */
      nextReleaseAt: z.string().optional(),
      services: z.array(service),
    }),
  ),
  /** Newest first. */
  started: z.array(started),
  /** What becomes of a release, by service. */
  outlooks: z.record(
    z.object({
      good: outlook,
      errors: outlook,
      slow: outlook,
      crash: outlook,
    }),
  ),
});
