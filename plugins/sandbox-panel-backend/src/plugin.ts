import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { sandboxPanelPermissions } from '@slipway/plugin-sandbox-panel-common';
import { readSandboxPanelConfig } from './config';
import { createRouter } from './router';
import { Access } from './services/Access';
import { PanelService } from './services/PanelService';
import { SandboxClient } from './services/SandboxClient';
import { WorkloadOwners } from './services/WorkloadOwners';

/** The portal's door to the sandbox. Where the portal looks at something else there is none. */
export const sandboxPanelPlugin = createBackendPlugin({
  pluginId: 'sandbox-panel',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
        auditor: coreServices.auditor,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
      },
      async init(deps) {
        const config = readSandboxPanelConfig(deps.config);
        if (!config) return;
        deps.permissionsRegistry.addPermissions(sandboxPanelPermissions);
        const owners = WorkloadOwners.create(deps);
        deps.lifecycle.addShutdownHook(() => owners.stop());
        const panel = new PanelService({
          ...deps,
          access: new Access(deps.permissions),
          owners,
          sandbox: SandboxClient.create({ ...deps, config }),
        });
        deps.httpRouter.use(createRouter({ ...deps, panel }));
      },
    });
  },
});
