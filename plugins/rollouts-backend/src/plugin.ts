import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  actionChecksServiceRef,
  describedApiServiceRef,
  GrantReader,
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef, ReadAccess } from '@slipway/plugin-live-node';
import { goldenMetricsServiceRef } from '@slipway/plugin-metrics-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { workServiceRef } from '@slipway/plugin-work-node';
import {
  rolloutPathSchema,
  rolloutsPermissions,
  rolloutsReadPermission,
} from '@slipway/plugin-rollouts-common';
import { registerGetRollout } from './actions/getRollout';
import { registerListRollouts } from './actions/listRollouts';
import { readRolloutsConfig } from './config';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import {
  createRolloutRunner,
  ROLLOUT_FIELDS,
} from './services/createRolloutRunner';
import { RolloutsService } from './services/RolloutsService';
import { createWorkProvider } from './services/createWorkProvider';
import { TransitionWatcher } from './services/TransitionWatcher';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import { createDetailTopic } from './topics/detailTopic';
import { createMetricsTopic } from './topics/metricsTopic';
import { createCountsTopic, createPageTopic } from './topics/pageTopics';
import { createLookupTopic } from './topics/lookupTopic';
import {
  createEntitiesTopic,
  createEntityTopic,
  createListTopic,
} from './topics/summaryTopics';

/** Rollouts of all clusters: reading, live topics, actions, transitions. */
export const rolloutsPlugin = createBackendPlugin({
  pluginId: 'rollouts',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        activity: activityServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        catalog: catalogServiceRef,
        checks: actionChecksServiceRef,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        httpAuth: coreServices.httpAuth,
        api: describedApiServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: goldenMetricsServiceRef,
        notifications: notificationService,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
        work: workServiceRef,
      },
      async init(deps) {
        const { clusters, lifecycle, logger, metrics, owners, topics } = deps;
        const config = readRolloutsConfig(deps.config);
        deps.permissionsRegistry.addPermissions(rolloutsPermissions);

        const access = new ReadAccess({
          permissions: deps.permissions,
          permission: rolloutsReadPermission,
          what: 'rollouts',
        });
        const rollouts = RolloutsService.create({ clusters, owners, logger });
        const runner = createRolloutRunner({
          ...deps,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.config),
          }),
          rollouts,
          appBaseUrl: config.appBaseUrl,
        });
        const watcher = TransitionWatcher.create({
          ...deps,
          rollouts,
          waitingAfterMs: config.waitingNoticeAfterMs,
        });

        topics.register(createListTopic({ rollouts }));
        topics.register(createPageTopic({ rollouts }));
        topics.register(createCountsTopic({ rollouts }));
        topics.register(createEntityTopic({ rollouts }));
        topics.register(createEntitiesTopic({ rollouts }));
        topics.register(createLookupTopic({ rollouts }));
        topics.register(createDetailTopic({ rollouts }));
        topics.register(createMetricsTopic({ rollouts, metrics, logger }));

        deps.work.register(createWorkProvider(rollouts));
        deps.timeline.register(createTimelineProvider({ ...deps, rollouts }));

        registerListRollouts(deps.actionsRegistry, { rollouts, access });
        registerGetRollout(deps.actionsRegistry, { rollouts, access });
        if (config.agentActionsEnabled) {
          registerAgentTools(deps.actionsRegistry, {
            ...deps,
            runner,
            ref: rolloutPathSchema,
            fields: ROLLOUT_FIELDS,
            readWith: 'get-rollout',
          });
        }

        deps.api.serve(
          createRouter({ ...deps, access, rollouts, runner }),
          apiWords,
        );

        lifecycle.addStartupHook(() => watcher.start());
        lifecycle.addShutdownHook(() => {
          watcher.stop();
          rollouts.stop();
        });
      },
    });
  },
});
