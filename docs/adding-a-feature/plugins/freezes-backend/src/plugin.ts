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
import {
  freezesPermissions,
  freezesReadPermission,
  freezesTopic,
} from '@slipway/plugin-freezes-common';
import { liveTopicsServiceRef, provideTopic } from '@slipway/plugin-live-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { apiWords } from './apiWords';
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
        api: describedApiServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
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
        deps.api.serve(createRouter({ ...deps, freezes, runner }), apiWords);
        deps.lifecycle.addShutdownHook(() => freezes.stop());
      },
    });
  },
});
