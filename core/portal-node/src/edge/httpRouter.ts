import {
  createAuthIntegrationRouter,
  createCookieAuthRefreshMiddleware,
  createCredentialsBarrier,
  createLifecycleMiddleware,
  createRateLimitMiddleware,
} from '@backstage/backend-defaults/httpRouter';
import {
  coreServices,
  createServiceFactory,
} from '@backstage/backend-plugin-api';
import Router from 'express-promise-router';
import { contractRouter } from './contracts';
import { answerGuard, errorHandler, noSuchRoute } from './errorHandler';
import { readableRequest } from './readableRequest';

/**
 * The router of each plugin: that of Backstage, made of its own parts in its
 * own order, with checks of the request before the plugin and with answers to
 * errors that say nothing of the inside of the portal.
 */
export const edgeHttpRouter = createServiceFactory({
  service: coreServices.httpRouter,
  initialization: 'always',
  deps: {
    plugin: coreServices.pluginMetadata,
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    rootHttpRouter: coreServices.rootHttpRouter,
    auth: coreServices.auth,
    httpAuth: coreServices.httpAuth,
    logger: coreServices.logger,
  },
  async factory({
    auth,
    httpAuth,
    config,
    plugin,
    rootHttpRouter,
    lifecycle,
    logger,
  }) {
    const pluginId = plugin.getId();
    const router = Router();
    rootHttpRouter.use(`/api/${pluginId}`, router);
    router.use(createRateLimitMiddleware({ pluginId, config }));
    router.use(answerGuard(logger));
    router.use(readableRequest);
    router.use(createAuthIntegrationRouter({ auth }));
    router.use(createLifecycleMiddleware({ config, lifecycle }));
    const barrier = createCredentialsBarrier({ httpAuth, config });
    router.use(barrier.middleware);
    router.use(createCookieAuthRefreshMiddleware({ auth, httpAuth }));
    router.use(contractRouter(pluginId));
    const pluginRoutes = Router();
    router.use(pluginRoutes);
    router.use(noSuchRoute);
    router.use(errorHandler(logger));
    return {
      use: handler => {
        pluginRoutes.use(handler);
      },
      addAuthPolicy: policy => barrier.addAuthPolicy(policy),
    };
  },
});
