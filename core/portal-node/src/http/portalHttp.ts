import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { configureRoot } from '../edge';
import { FairRequests, fairHttpAuth } from '../fairness';
import { allowedOrigins } from './allowedOrigins';
import { readServedPaths, servedPathsOnly } from './servedPaths';
import { UpgradeGate } from './UpgradeGate';

/**
 * The portal's own HTTP server: Backstage's, with what has to come before any
 * plugin (ADR 0084, 0085).
 *
 * @returns the server, the `httpAuth` with which requests of users take turns,
 * and a module that gives the server the means to check the tokens of websockets
 */
export function portalHttp() {
  const gate = new UpgradeGate();
  const fair = new FairRequests();

  const rootHttpRouter = rootHttpRouterServiceFactory({
    configure(context) {
      const { app, server, config, logger, middleware } = context;
      gate.guard({ server, app, origins: allowedOrigins(config), logger });
      fair.install(context);
      app.use(servedPathsOnly(middleware, readServedPaths(config)));
      configureRoot(context);
    },
  });

  const signalsModule = createBackendModule({
    pluginId: 'signals',
    moduleId: 'upgrade-gate',
    register(env) {
      env.registerInit({
        deps: { auth: coreServices.auth },
        async init({ auth }) {
          gate.checkTokensWith(auth);
        },
      });
    },
  });

  return { httpAuth: fairHttpAuth(fair), rootHttpRouter, signalsModule };
}
