import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { readStreamLimits } from './config';
import { createRouter } from './router';
import { StreamService } from './services/StreamService';

/** The live stream: one connection for each tab, carrying the topics of all plugins. */
export const livePlugin = createBackendPlugin({
  pluginId: 'live',
  register(env) {
    env.registerInit({
      deps: {
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        topics: liveTopicsServiceRef,
      },
      async init(deps) {
        const { httpAuth, httpRouter, lifecycle, metrics } = deps;
        const limits = readStreamLimits(deps.config);
        const streams = StreamService.create({ ...deps, limits });
        lifecycle.addShutdownHook(() => streams.shutdown());
        metrics
          .createObservableGauge('live.streams', {
            description: 'Open live streams, one for each visible tab',
          })
          .addCallback(result => result.observe(streams.size));
        metrics
          .createObservableGauge('live.sources', {
            description: 'Running sources of live topics',
          })
          .addCallback(result => result.observe(streams.sources));
        metrics
          .createObservableCounter('live.refused', {
            description:
              'Live streams refused because their user opens too many',
          })
          .addCallback(result => result.observe(streams.refused));
        httpRouter.use(createRouter({ httpAuth, streams }));
      },
    });
  },
});
