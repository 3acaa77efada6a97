import { AuthService } from '@backstage/backend-plugin-api';
import {
  ActionsRegistry,
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { runPathSchema } from '@slipway/plugin-loadtest-common';
import { LaunchRunner, StopRunner } from '../services/createRunners';
import { launchToolRefSchema } from './readTools';

/** Registers `launch-loadtest`, its `ask-approval-…`, and `stop-loadrun`: the buttons of the pages, for agents. */
export function registerAgentActions(
  registry: ActionsRegistry,
  options: {
    auth: AuthService;
    launchRunner: LaunchRunner;
    stopRunner: StopRunner;
  },
) {
  const { auth, launchRunner, stopRunner } = options;
  registerAgentTools(registry, {
    auth,
    runner: launchRunner,
    ref: launchToolRefSchema,
    fields: {
      entityRef: 'service to load, as component:default/orders',
      cluster: 'cluster of the target',
      namespace: 'namespace of the target',
    },
    readWith: 'get-load-suite',
  });
  registerAgentTools(registry, {
    auth,
    runner: stopRunner,
    ref: runPathSchema,
    fields: { id: 'id of the run' },
  });
}
