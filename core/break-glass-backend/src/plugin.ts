import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { describedApiServiceRef } from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { breakGlassPermissions } from '@slipway/plugin-break-glass-common';
import { readBreakGlassConfig } from '@slipway/plugin-break-glass-node';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { DatabaseGrantStore } from './database/DatabaseGrantStore';
import { apiWords } from './apiWords';
import { createRouter } from './router';
import { Announcer } from './services/Announcer';
import { createEntityTopic } from './services/entityTopic';
import { GrantFeed } from './services/GrantFeed';
import { GrantService } from './services/GrantService';

/** Leave for on-call to act on what they do not own: one entity, a reason, an end. */
export const breakGlassPlugin = createBackendPlugin({
  pluginId: 'break-glass',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        api: describedApiServiceRef,
        liveTopics: liveTopicsServiceRef,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const config = readBreakGlassConfig(deps.config);
        deps.permissionsRegistry.addPermissions(breakGlassPermissions);
        const store = await DatabaseGrantStore.create(deps);
        const feed = new GrantFeed({ ...deps, store });
        const grants = new GrantService({
          ...deps,
          config,
          store,
          feed,
          announcer: new Announcer(deps),
        });
        deps.liveTopics.register(createEntityTopic({ feed }));
        deps.api.serve(createRouter({ ...deps, grants }), apiWords(config));
      },
    });
  },
});
