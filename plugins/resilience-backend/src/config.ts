import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  readAppBaseUrl,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';
import {
  readRetention,
  Retention,
} from '@slipway/plugin-portal-node/retention';
import {
  COURSE_DAYS,
  FORGOTTEN_DAYS,
  RunLimits,
} from '@slipway/plugin-resilience-common';

const ROOT = 'slipway.resilience';

/** What this plugin reads from the configuration. */
export interface ResilienceConfig {
  limits: RunLimits;
  retention: Retention;
  /** Whether the acting agent tools are registered. */
  agentActionsEnabled: boolean;
  /** Where the portal is opened; without a slash at its end. */
  appBaseUrl: string;
}

function secondsOf(
  config: Config,
  key: string,
  fallback: number,
  least: number,
): number {
  const seconds =
    readMilliseconds(config, `${ROOT}.${key}`, fallback * 1000) / 1000;
  if (!Number.isInteger(seconds) || seconds < least) {
    throw new InputError(
      `${ROOT}.${key} must be whole seconds, ${least} at least`,
    );
  }
  return seconds;
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws InputError, or an Error of the configuration reader that names the key
 */
export function readResilienceConfig(config: Config): ResilienceConfig {
  const maxParts = config.getOptionalNumber(`${ROOT}.maxParts`) ?? 8;
  if (!Number.isInteger(maxParts) || maxParts < 1 || maxParts > 50) {
    throw new InputError(`${ROOT}.maxParts must be between 1 and 50`);
  }
  return {
    limits: {
      maxDurationSeconds: secondsOf(config, 'maxDuration', 2 * 3600, 60),
      minBaselineSeconds: secondsOf(config, 'minBaseline', 30, 1),
      minRecoverySeconds: secondsOf(config, 'minRecovery', 30, 1),
      sampleSeconds: secondsOf(config, 'sampleInterval', 5, 1),
      maxParts,
    },
    retention: readRetention(config, `${ROOT}.retention`, {
      runsDays: COURSE_DAYS + FORGOTTEN_DAYS,
      why: `the score of each of the last ${COURSE_DAYS} days counts verdicts of the ${FORGOTTEN_DAYS} days before it`,
    }),
    agentActionsEnabled:
      config.getOptionalBoolean(`${ROOT}.agentActions.enabled`) ?? false,
    appBaseUrl: readAppBaseUrl(config),
  };
}
