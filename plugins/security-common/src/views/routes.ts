import { z } from 'zod/v3';

const part = z.string().min(1).max(253);

/** Below `/api/security/v1`: the findings of an entity. */
export const ENTITY_FINDINGS_PATH = '/entities/:kind/:namespace/:name/findings';
/** What the canary of a rollout adds. */
export const CANARY_PATH =
  '/clusters/:cluster/namespaces/:namespace/rollouts/:name/canary';
/** Takes the scan of a build, with a token of its own. */
export const SCANS_PATH = '/scans';

export const entityPathSchema = z
  .object({ kind: part, namespace: part, name: part })
  .strict();

export const rolloutPathSchema = z
  .object({ cluster: part, namespace: part, name: part })
  .strict();
