import { Config, readDurationFromConfig } from '@backstage/config';
import { durationToMilliseconds } from '@backstage/types';

/** What this plugin reads from the configuration. */
export interface RolloutsConfig {
  /** Time that a rollout may wait for a person before its owner is told, ms. */
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
  const rollouts = config.getOptionalConfig('slipway.rollouts');
  return {
    waitingNoticeAfterMs: rollouts?.has('waitingNotice.after')
      ? durationToMilliseconds(
          readDurationFromConfig(rollouts, { key: 'waitingNotice.after' }),
        )
      : 30 * 60_000,
    agentActionsEnabled:
      rollouts?.getOptionalBoolean('agentActions.enabled') ?? false,
    appBaseUrl: (config.getOptionalString('app.baseUrl') ?? '').replace(
      /\/+$/,
      '',
    ),
  };
}
