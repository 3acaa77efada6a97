import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { metricsPermissions } from '@slipway/plugin-metrics-common';
import { goldenMetricsServiceRef } from '@slipway/plugin-metrics-node';
import { createGoldenTopic } from './goldenTopic';
import { createRouter } from './router';

/** Golden metrics of workloads, for pages of any feature. */
export const metricsPlugin = createBackendPlugin({
  pluginId: 'metrics',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        metrics: goldenMetricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        topics: liveTopicsServiceRef,
      },
      async init(deps) {
        deps.permissionsRegistry.addPermissions(metricsPermissions);
        deps.topics.register(createGoldenTopic(deps));
        deps.httpRouter.use(createRouter(deps));
      },
    });
  },
});
