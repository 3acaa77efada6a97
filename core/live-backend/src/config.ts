import { RootConfigService } from '@backstage/backend-plugin-api';
import { readChecked } from '@slipway/plugin-portal-node/config';
import { z } from 'zod/v3';

const limit = (standard: number) => z.number().int().min(1).default(standard);

const limitsSchema = z
  .object({
    maxStreamsPerUser: limit(20),
    maxStreams: limit(1_000),
    maxTopicsPerUser: limit(200),
  })
  .strict();

/** Keys of earlier versions, which are still read. */
const EARLIER_KEYS = {
  maxStreamsPerPerson: 'maxStreamsPerUser',
  maxTopicsPerPerson: 'maxTopicsPerUser',
};

/** The configuration with the present names of its keys; where both are set the present one counts. */
function renamed(config: object): object {
  const entries = Object.entries(config);
  const earlier = Object.entries(EARLIER_KEYS);
  return Object.fromEntries([
    ...earlier.flatMap(([key, now]) =>
      entries.filter(([name]) => name === key).map(([, value]) => [now, value]),
    ),
    ...entries.filter(([name]) => !Object.hasOwn(EARLIER_KEYS, name)),
  ]);
}

const sectionSchema = z.preprocess(
  live => (typeof live === 'object' && live !== null ? renamed(live) : live),
  limitsSchema,
);

/** How many streams one replica serves. */
export type StreamLimits = z.infer<typeof limitsSchema>;

/**
 * Reads `slipway.live`.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readStreamLimits(config: RootConfigService): StreamLimits {
  return readChecked(config, 'slipway.live', sectionSchema);
}
