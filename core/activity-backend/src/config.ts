import { Config, readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds, HumanDuration } from '@backstage/types';

const KEY = 'activity.retention';
const DEFAULT_RETENTION: HumanDuration = { days: 90 };
const SHORTEST_MS = 60 * 60_000;

/**
 * How long entries are kept: `activity.retention`, default 90 days.
 *
 * @throws InputError for less than one hour, which would delete what users still look at
 */
export function readRetention(config: Config): HumanDuration {
  if (!config.has(KEY)) return DEFAULT_RETENTION;
  const retention = readDurationFromConfig(config, { key: KEY });
  if (durationToMilliseconds(retention) < SHORTEST_MS) {
    throw new InputError(`${KEY}: must be at least one hour`);
  }
  return retention;
}
