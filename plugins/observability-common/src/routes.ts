import { z } from 'zod/v3';

const part = z.string().min(1).max(253);

/** Below `/api/observability/v1`: an entity; `view`, `alerts` and, of a system, `system` are below it. */
export const ENTITY_PATH = '/entities/:kind/:namespace/:name';
/** A workload of an entity; `now` and `graph` are below it. */
export const WORKLOAD_PATH = `${ENTITY_PATH}/workloads/:cluster/:targetNamespace/:workload`;

/** Parameters of {@link ENTITY_PATH}. */
export const entityPathSchema = z
  .object({ kind: part, namespace: part, name: part })
  .strict();

/** Parameters of {@link WORKLOAD_PATH}. */
export const workloadPathSchema = entityPathSchema
  .extend({ cluster: part, targetNamespace: part, workload: part })
  .strict();
