import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { FairQueueLimits } from '@slipway/plugin-live-node';
import { Lane, LANES } from './lanes';

const KEYS = [
  'alone',
  'besideOthers',
  'burst',
  'allowance',
  'perSecond',
] as const;

/**
 * Limits of each lane, with what `slipway.fairShare` changes of those of
 * ordinary requests.
 *
 * @throws InputError that names the wrong key and the rule
 */
export function readLanes(config: Config): Record<Lane, FairQueueLimits> {
  const section = config.getOptionalConfig('slipway.fairShare');
  if (!section) return LANES;
  const unknown = section.keys().find(key => !isKey(key));
  if (unknown) {
    throw new InputError(
      `Invalid configuration at slipway.fairShare.${unknown}: there is no such key; use ${KEYS.join(
        ', ',
      )}`,
    );
  }
  const changed = Object.fromEntries(
    KEYS.flatMap(key => {
      const value = section.getOptionalNumber(key);
      if (value === undefined) return [];
      if (!Number.isInteger(value) || value < 1) {
        throw new InputError(
          `Invalid configuration at slipway.fairShare.${key}: must be a whole number from 1 up`,
        );
      }
      return [[key, value]];
    }),
  );
  return { ...LANES, requests: { ...LANES.requests, ...changed } };
}

function isKey(key: string): key is (typeof KEYS)[number] {
  return KEYS.some(known => known === key);
}
