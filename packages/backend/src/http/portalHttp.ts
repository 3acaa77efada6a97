import { rootHttpRouterServiceFactory } from '@backstage/backend-defaults/rootHttpRouter';
import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { configureRoot } from '../edge';
import { allowedOrigins } from './allowedOrigins';
import { readServedPaths, servedPathsOnly } from './servedPaths';
import { UpgradeGate } from './UpgradeGate';

/**
 * The portal's own HTTP server: Backstage's, with what has to come before any
 * plugin (ADR 0084).
 *
 * @returns the server, and a module that gives it the means to check the tokens of websockets
 */
export function portalHttp() {
  const gate = new UpgradeGate();

  const rootHttpRouter = rootHttpRouterServiceFactory({
    configure(context) {
      const { app, server, config, logger, middleware } = context;
      gate.guard({ server, app, origins: allowedOrigins(config), logger });
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

  return { rootHttpRouter, signalsModule };
}
