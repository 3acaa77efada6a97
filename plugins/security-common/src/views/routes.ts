import { z } from 'zod/v3';

const part = z.string().min(1).max(253);

/** Below `/api/security/v1`: the findings of an entity. */
export const ENTITY_FINDINGS_PATH = '/entities/:kind/:namespace/:name/findings';
/** How many of them were open, over time. */
export const ENTITY_TREND_PATH = `${ENTITY_FINDINGS_PATH}/trend`;
/** Days that a trend can go back. */
export const TREND_DAYS = [30, 90, 180] as const;
export const trendQuerySchema = z
  .object({
    days: z.coerce
      .number()
      .int('must be a whole number')
      .min(1, 'must be at least 1')
      .max(180, 'must be at most 180')
      .default(90),
  })
  .strict();
/** Who may accept a risk of an entity; below it the action that does. */
export const ENTITY_RISKS_PATH = '/entities/:kind/:namespace/:name/risks';
/** One accepted risk. */
export const RISK_PATH = '/risks/:id';
/** What the canary of a rollout adds. */
export const CANARY_PATH =
  '/clusters/:cluster/namespaces/:namespace/rollouts/:name/canary';
/** Takes the scan of a build, with a token of its own. */
export const SCANS_PATH = '/scans';

export const entityPathSchema = z
  .object({ kind: part, namespace: part, name: part })
  .strict();

export const riskPathSchema = z.object({ id: z.string().uuid() }).strict();

export const rolloutPathSchema = z
  .object({ cluster: part, namespace: part, name: part })
  .strict();

/** Findings of all services that the caller may read, counted. */
export const FLEET_PATH = '/fleet';
/** Who runs a vulnerability, or a package below a version. */
export const SEARCH_PATH = '/search';

const words = z.string().trim().min(1).max(300);

/** Query of {@link SEARCH_PATH}: a vulnerability or a package, and a version only with a package. */
export const searchQuerySchema = z
  .object({
    vulnerability: words.max(100).optional(),
    package: words.optional(),
    below: words.max(100).optional(),
  })
  .strict()
  .refine(
    query => query.vulnerability !== undefined || query.package !== undefined,
    'vulnerability or package must be given',
  )
  .refine(
    query => query.below === undefined || query.package !== undefined,
    'below takes a package',
  );

/** What is searched for. */
export type FindingSearch = z.infer<typeof searchQuerySchema>;
