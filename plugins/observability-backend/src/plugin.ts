import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { describedApiServiceRef } from '@slipway/plugin-actions-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { prometheusServiceRef } from '@slipway/plugin-metrics-node';
import { observabilityPermissions } from '@slipway/plugin-observability-common';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { readObservabilityConfig } from './config';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { AlertsService } from './services/AlertsService';
import { GraphService } from './services/GraphService';
import { NowService } from './services/NowService';
import { Places } from './services/Places';

/** What is measured of services, who calls them, and which alerts fire on them. */
export const observabilityPlugin = createBackendPlugin({
  pluginId: 'observability',
  register(env) {
    env.registerInit({
      deps: {
        api: describedApiServiceRef,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        prometheus: prometheusServiceRef,
        rootConfig: coreServices.rootConfig,
      },
      async init(deps) {
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(observabilityPermissions);
        const places = new Places(deps);
        deps.api.serve(
          createRouter({
            ...deps,
            alerts: new AlertsService(deps),
            config: readObservabilityConfig(deps.rootConfig),
            graph: new GraphService({ ...deps, places, now }),
            now: new NowService({ ...deps, now }),
            places,
          }),
          apiWords,
        );
        deps.lifecycle.addShutdownHook(() => places.stop());
      },
    });
  },
});
