import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  describedApiServiceRef,
  GrantReader,
} from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { sandboxPanelPermissions } from '@slipway/plugin-sandbox-panel-common';
import { readSandboxPanelConfig } from './config';
import { apiWords } from './apiWords';
import { createRouter } from './router';
import { PanelService } from './services/PanelService';
import { SandboxClient } from './services/SandboxClient';
import { WorkloadOwners } from './services/WorkloadOwners';

/** The portal's client of the sandbox. Where the portal looks at something else there is none. */
export const sandboxPanelPlugin = createBackendPlugin({
  pluginId: 'sandbox-panel',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        api: describedApiServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const config = readSandboxPanelConfig(deps.config);
        if (!config) return;
        deps.permissionsRegistry.addPermissions(sandboxPanelPermissions);
        const workloads = WorkloadOwners.create(deps);
        deps.lifecycle.addShutdownHook(() => workloads.stop());
        const panel = new PanelService({
          ...deps,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.config),
          }),
          workloads,
          sandbox: SandboxClient.create({ ...deps, config }),
        });
        deps.api.serve(createRouter({ ...deps, panel }), apiWords);
      },
    });
  },
});
