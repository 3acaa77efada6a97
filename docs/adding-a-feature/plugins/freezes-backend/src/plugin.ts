import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { GrantReader } from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import {
  freezesPermissions,
  freezesReadPermission,
  freezesTopic,
} from '@slipway/plugin-freezes-common';
import { liveTopicsServiceRef, provideTopic } from '@slipway/plugin-live-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { createFreezeRunner } from './createFreezeRunner';
import { createRouter } from './createRouter';
import { FreezesService } from './FreezesService';

/** Freezes of all clusters. */
export const freezesPlugin = createBackendPlugin({
  pluginId: 'freezes',
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
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        deps.permissionsRegistry.addPermissions(freezesPermissions);
        const freezes = FreezesService.create(deps);
        const runner = createFreezeRunner({
          ...deps,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.config),
          }),
          freezes,
          portalUrl: deps.config.getString('app.baseUrl'),
        });
        deps.topics.register(
          provideTopic(freezesTopic, {
            authorize: () => ({ permission: freezesReadPermission }),
            open: (_, sink) => freezes.follow(sink),
          }),
        );
        deps.httpRouter.use(createRouter({ ...deps, freezes, runner }));
        deps.lifecycle.addShutdownHook(() => freezes.stop());
      },
    });
  },
});
