import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { workPermissions } from '@slipway/plugin-work-common';
import { workServiceRef } from '@slipway/plugin-work-node';
import { createRouter } from './routers/createRouter';
import { RunningFeed } from './services/RunningFeed';
import { createEntityTopic, createRunningTopic } from './topics/runningTopics';

/** Serves the one list of what runs on services, over all plugins. */
export const workPlugin = createBackendPlugin({
  pluginId: 'work',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        topics: liveTopicsServiceRef,
        work: workServiceRef,
      },
      async init(deps) {
        const { topics, work } = deps;
        deps.permissionsRegistry.addPermissions(workPermissions);
        const feed = new RunningFeed(work);
        topics.register(createRunningTopic(feed));
        topics.register(createEntityTopic(feed));
        deps.httpRouter.use(createRouter(deps));
      },
    });
  },
});
