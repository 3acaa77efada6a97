import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { createRouter } from './router';
import { StreamService } from './services/StreamService';

/** The live stream: one connection for each tab, carrying the topics of all plugins. */
export const livePlugin = createBackendPlugin({
  pluginId: 'live',
  register(env) {
    env.registerInit({
      deps: {
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        topics: liveTopicsServiceRef,
      },
      async init({ httpAuth, httpRouter, lifecycle, logger, topics }) {
        const streams = StreamService.create({ topics, logger });
        lifecycle.addShutdownHook(() => streams.shutdown());
        httpRouter.use(createRouter({ httpAuth, streams }));
      },
    });
  },
});
