import { z } from 'zod/v3';

/** Annotation with the path of the suite, below the folder of suites that the portal reads. */
export const SUITE_ANNOTATION = 'slipway.io/load-test';

const part = z.string().min(1).max(253);

/** Parameters of `/v1/entities/:kind/:namespace/:name/…`. */
export const entityPathSchema = z
  .object({ kind: part, namespace: part, name: part })
  .strict();

/** Parameters of the route that launches: an entity and the place of one of its targets. */
export const launchPathSchema = z.object({
  kind: part,
  namespace: part,
  name: part,
  cluster: part,
  targetNamespace: part,
});

/** Parameters of `/v1/runs/:id`, and of the actions below it. */
export const runPathSchema = z.object({ id: z.string().uuid() });

/** Query of `GET /v1/runs`: newest first. */
export const runsQuerySchema = z
  .object({
    entityRef: z.string().max(500).optional(),
    limit: z.coerce.number().int().min(1).max(100).default(50),
  })
  .strict();

const seconds = z.coerce.number().min(0).max(1_000_000);

/** Query of `GET /v1/compare`: `runs=<id>,<id>`, and for each run where its window starts, `from=0,30`, with one length for all. */
export const compareQuerySchema = z
  .object({
    runs: z
      .string()
      .transform(text => text.split(','))
      .pipe(z.array(z.string().uuid()).min(2).max(5)),
    from: z
      .string()
      .transform(text => text.split(','))
      .pipe(z.array(seconds).min(1).max(5))
      .optional(),
    seconds: seconds.optional(),
    /** `none`: only the figures of the windows. */
    points: z.enum(['all', 'none']).default('all'),
  })
  .strict();

export type CompareQuery = z.output<typeof compareQuerySchema>;

/** The page of a run in the portal. */
export const runPagePath = (id: string): string =>
  `/resilience/load/runs/${id}`;

/** What the user saw when launching. */
export const launchSeenSchema = z
  .object({ hash: z.string().min(1).max(128) })
  .strict();
