import { createActionFlow } from '@slipway/plugin-portal-react';
import { RolloutTypes } from '@slipway/plugin-rollouts-common';

/** The provider of actions on rollouts and the hooks of their buttons. */
export const rolloutFlow = createActionFlow<RolloutTypes>('Rollout');
