import { AuthService } from '@backstage/backend-plugin-api';
import {
  ActionsRegistry,
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { runPathSchema } from '@slipway/plugin-resilience-common';
import { PlaceRunner, StopRunner } from '../acting/createRunners';
import { placeToolRefSchema } from './placeToolRef';

/** Registers `launch-jointrun`, its `ask-approval-…`, and `stop-jointrun`: the buttons of the pages, for agents. */
export function registerAgentActions(
  registry: ActionsRegistry,
  options: {
    auth: AuthService;
    placeRunner: PlaceRunner;
    stopRunner: StopRunner;
  },
) {
  const { auth, placeRunner, stopRunner } = options;
  registerAgentTools(registry, {
    auth,
    runner: placeRunner,
    ref: placeToolRefSchema,
    fields: {
      entityRef: 'service to try, as component:default/orders',
      cluster: 'cluster of its workload',
      namespace: 'namespace of its workload',
    },
  });
  registerAgentTools(registry, {
    auth,
    runner: stopRunner,
    ref: runPathSchema,
    fields: { id: 'id of the run' },
  });
}
