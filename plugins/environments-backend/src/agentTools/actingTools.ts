import { AuthService } from '@backstage/backend-plugin-api';
import {
  ActionsRegistry,
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { environmentPathSchema } from '@slipway/plugin-environments-common';
import { EnvironmentRunner } from '../acting/createEnvironmentRunner';

/** Registers `cancel-environment` and `extend-environment`: the buttons of the pages, for agents. */
export function registerAgentActions(
  registry: ActionsRegistry,
  options: { auth: AuthService; runner: EnvironmentRunner },
): void {
  registerAgentTools(registry, {
    ...options,
    ref: environmentPathSchema,
    fields: { name: 'name of the environment' },
  });
}
