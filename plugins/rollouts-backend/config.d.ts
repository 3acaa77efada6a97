import { HumanDuration } from '@backstage/types';

export interface Config {
  slipway?: {
    rollouts?: {
      waitingNotice?: {
        /**
         * How long a rollout may wait for a person before its owner is notified. Default PT30M.
         */
        after?: HumanDuration | string;
      };
      agentActions?: {
        /**
         * Whether agents may act on rollouts (reading is always registered).
         * In production they may not even then: a person confirms in the portal. Default false.
         */
        enabled?: boolean;
      };
    };
  };
}
