import { RootConfigService } from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { z } from 'zod/v3';

const limit = (standard: number) => z.number().int().min(1).default(standard);

const limitsSchema = z
  .object({
    maxStreamsPerPerson: limit(20),
    maxStreams: limit(1_000),
    maxTopicsPerPerson: limit(200),
  })
  .strict();

/** How many streams one replica serves. */
export type StreamLimits = z.infer<typeof limitsSchema>;

/**
 * Reads `slipway.live`.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readStreamLimits(config: RootConfigService): StreamLimits {
  const result = limitsSchema.safeParse(
    config.getOptional('slipway.live') ?? {},
  );
  if (!result.success) {
    const { path, message } = result.error.issues[0];
    throw new InputError(
      `Invalid configuration at ${['slipway.live', ...path].join(
        '.',
      )}: ${message}`,
    );
  }
  return result.data;
}
