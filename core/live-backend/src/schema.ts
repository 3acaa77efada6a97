import { InputError } from '@backstage/errors';
import { MAX_PARAM_LENGTH, StreamRequest } from '@slipway/plugin-live-common';
import { z } from 'zod/v3';

/** Most topics on one stream. */
export const MAX_TOPICS = 50;

const params = z
  .record(z.string().min(1).max(50), z.string().max(MAX_PARAM_LENGTH))
  .refine(value => Object.keys(value).length <= 10, 'has more than 10 entries');

const streamRequestSchema: z.ZodType<StreamRequest> = z
  .object({
    topics: z
      .array(
        z
          .object({
            topic: z
              .string()
              .max(100)
              .regex(
                /^[a-z][a-z0-9-]*:[a-z][a-z0-9-]*$/,
                'must be <plugin>:<thing>',
              ),
            params: params.optional(),
            resume: z.string().max(100).optional(),
          })
          .strict(),
      )
      .min(1)
      .max(MAX_TOPICS),
  })
  .strict();

/** @throws InputError that names the field and the rule, never the value */
export function parseStreamRequest(body: unknown): StreamRequest {
  const result = streamRequestSchema.safeParse(body);
  if (result.success) return result.data;
  const { path, message } = result.error.issues[0];
  throw new InputError(`${path.join('.') || 'body'}: ${message}`);
}
