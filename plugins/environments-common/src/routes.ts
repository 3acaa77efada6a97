import { z } from 'zod/v3';
import { nameSchema } from './input/names';

/** Below `/api/environments/v1`: an environment; `…/access` and `…/actions/:action` are below it. */
export const ENVIRONMENT_PATH = '/environments/:name';
/** One operation of it. */
export const OPERATION_PATH = `${ENVIRONMENT_PATH}/operations/:id`;
/** One step of an operation. */
export const STEP_PATH = `${OPERATION_PATH}/steps/:seq`;

/** Parameters of {@link ENVIRONMENT_PATH}. */
export const environmentPathSchema = z.object({ name: nameSchema });
/** Parameters of {@link OPERATION_PATH}. */
export const operationPathSchema = environmentPathSchema.extend({
  id: z.string().uuid(),
});
/** Parameters of {@link STEP_PATH}. */
export const stepPathSchema = operationPathSchema.extend({
  seq: z.coerce.number().int().min(1).max(20),
});

/** Query of `GET …/log`. */
export const logQuerySchema = z
  .object({ from: z.coerce.number().int().min(0).default(0) })
  .strict();

/** Query of `GET /environments`. */
export const listQuerySchema = z
  .object({
    owner: z.string().max(300).optional(),
    /** Destroyed ones are left out unless `true`. */
    destroyed: z.enum(['true', 'false']).default('false'),
  })
  .strict();
