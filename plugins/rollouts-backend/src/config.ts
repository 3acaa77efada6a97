import { Config } from '@backstage/config';
import {
  readAppBaseUrl,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';

const WAITING_AFTER = 'slipway.rollouts.waitingNotice.after';

/** What this plugin reads from the configuration. */
export interface RolloutsConfig {
  /** Time that a rollout may wait for manual promotion before its owner is notified, ms. */
  waitingNoticeAfterMs: number;
  /** Whether the acting agent actions are registered. */
  agentActionsEnabled: boolean;
  /** Where the portal is opened, for links in notifications; without a slash at its end. */
  appBaseUrl: string;
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws Error of the configuration reader, naming the key, for a value of the wrong form
 */
export function readRolloutsConfig(config: Config): RolloutsConfig {
  return {
    waitingNoticeAfterMs: readMilliseconds(config, WAITING_AFTER, 30 * 60_000),
    agentActionsEnabled:
      config.getOptionalBoolean('slipway.rollouts.agentActions.enabled') ??
      false,
    appBaseUrl: readAppBaseUrl(config),
  };
}
