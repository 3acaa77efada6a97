import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { metricsServiceRef } from '@backstage/backend-plugin-api/alpha';
import { activityPermissions } from '@slipway/plugin-activity-common';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { readRetention } from './config';
import { DatabaseActivityStore } from './database/DatabaseActivityStore';
import { createRouter } from './router';
import { ActivityFeed } from './services/ActivityFeed';
import { ActivityRecord } from './services/ActivityRecord';
import { scheduleHousekeeping } from './services/housekeeping';
import { createTargetTopic } from './services/targetTopic';

/** The record of what users and platforms did. */
export const activityPlugin = createBackendPlugin({
  pluginId: 'activity',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        liveTopics: liveTopicsServiceRef,
        logger: coreServices.logger,
        metrics: metricsServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { auditor, httpAuth, logger, permissions, scheduler } = deps;
        const retention = readRetention(deps.config);
        const store = await DatabaseActivityStore.create(deps);
        const feed = new ActivityFeed({ store, logger });
        const record = ActivityRecord.create({ store, feed });

        deps.permissionsRegistry.addPermissions(activityPermissions);
        deps.liveTopics.register(createTargetTopic({ feed }));
        const entries = deps.metrics.createGauge('activity.entries', {
          description: 'Entries in the activity record, counted each hour',
        });
        await scheduleHousekeeping({
          scheduler,
          store,
          logger,
          retention,
          onSize: count => entries.record(count),
        });
        deps.httpRouter.use(
          createRouter({ auditor, httpAuth, permissions, record }),
        );
      },
    });
  },
});
