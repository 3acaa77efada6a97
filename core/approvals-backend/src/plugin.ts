import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { describedApiServiceRef } from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { approvalsPermissions } from '@slipway/plugin-approvals-common';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { apiWords } from './apiWords';
import { createAnswerRunner } from './acting/createAnswerRunner';
import { readApprovalsConfig } from './config';
import { DatabaseApprovalStore } from './database/DatabaseApprovalStore';
import { createRouter } from './router';
import { Announcer } from './services/Announcer';
import { ApprovalFeed } from './services/ApprovalFeed';
import { ApprovalService } from './services/ApprovalService';
import { Approvers } from './services/Approvers';
import { scheduleExpiry } from './services/expire';
import { createTopics } from './topics/topics';

/** Leave by somebody else to do one thing, once. */
export const approvalsPlugin = createBackendPlugin({
  pluginId: 'approvals',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
        api: describedApiServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const config = readApprovalsConfig(deps.rootConfig);
        deps.permissionsRegistry.addPermissions(approvalsPermissions);
        const store = await DatabaseApprovalStore.create(deps);
        const feed = new ApprovalFeed(deps);
        const announcer = new Announcer({ ...deps, config });
        const approvers = new Approvers({ ...deps, config });
        const shared = { announcer, approvers, config, feed, store };
        const approvals = new ApprovalService(shared);
        const { appBaseUrl } = config;
        const runner = createAnswerRunner({ ...deps, appBaseUrl, approvals });
        createTopics({ approvals, feed }).forEach(topic =>
          deps.topics.register(topic),
        );
        deps.api.serve(createRouter({ ...deps, approvals, runner }), apiWords);
        await scheduleExpiry(deps.scheduler, { ...deps, ...shared });
      },
    });
  },
});
