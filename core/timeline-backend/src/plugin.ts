import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { describedApiServiceRef } from '@slipway/plugin-actions-node';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { timelinePermissions } from '@slipway/plugin-timeline-common';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { TimelineReader } from './services/TimelineReader';
import { createChangesTopic } from './topics/changesTopic';

/** Serves what happened to services, over all plugins. */
export const timelinePlugin = createBackendPlugin({
  pluginId: 'timeline',
  register(env) {
    env.registerInit({
      deps: {
        api: describedApiServiceRef,
        catalog: catalogServiceRef,
        httpAuth: coreServices.httpAuth,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
      },
      async init(deps) {
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(timelinePermissions);
        deps.topics.register(createChangesTopic({ ...deps, now }));
        const reader = new TimelineReader({ ...deps, now });
        deps.api.serve(createRouter({ ...deps, reader }), apiWords);
      },
    });
  },
});
