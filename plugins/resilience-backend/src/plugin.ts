import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { actionsRegistryServiceRef } from '@backstage/backend-plugin-api/alpha';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import {
  describedApiServiceRef,
  GrantReader,
} from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { approvalsServiceRef } from '@slipway/plugin-approvals-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef, ReadAccess } from '@slipway/plugin-live-node';
import { goldenMetricsServiceRef } from '@slipway/plugin-metrics-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { NoticeOutbox } from '@slipway/plugin-portal-node/notices';
import {
  enforceRetention,
  scheduleRetention,
} from '@slipway/plugin-portal-node/retention';
import {
  resiliencePermissions,
  resilienceReadPermission,
} from '@slipway/plugin-resilience-common';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { workServiceRef } from '@slipway/plugin-work-node';
import { createPlaceRunner, createStopRunner } from './acting/createRunners';
import { registerAgentActions } from './agentTools/actingTools';
import { registerReadTools } from './agentTools/readTools';
import { readResilienceConfig } from './config';
import { DatabaseResilienceStore } from './database/DatabaseResilienceStore';
import { PartDriver } from './engine/PartDriver';
import { RunEngine } from './engine/RunEngine';
import { Sampler } from './engine/Sampler';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { DesignChecks } from './services/DesignChecks';
import { EndNotices } from './services/EndNotices';
import { ResilienceService } from './services/ResilienceService';
import { Workloads } from './services/Workloads';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import { OpenPages } from './topics/OpenPages';
import {
  createEntityTopic,
  createListTopic,
  createRunTopic,
  LIST_KEY,
} from './topics/topics';
import { RunningJointRuns } from './work/RunningJointRuns';

/** Joint runs: designs, the engine, verdicts, live topics, actions. */
export const resiliencePlugin = createBackendPlugin({
  pluginId: 'resilience',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        activity: activityServiceRef,
        api: describedApiServiceRef,
        approvals: approvalsServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        metrics: goldenMetricsServiceRef,
        notifications: notificationService,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
        work: workServiceRef,
      },
      async init(deps) {
        const { lifecycle, rootConfig, topics, work } = deps;
        const config = readResilienceConfig(rootConfig);
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(resiliencePermissions);

        const access = new ReadAccess({
          permissions: deps.permissions,
          permission: resilienceReadPermission,
          what: 'joint runs',
        });
        const store = await DatabaseResilienceStore.create(deps);
        const workloads = new Workloads(deps);
        const running = new RunningJointRuns(store, now);
        const pages = new OpenPages();
        const onRun = (id: string) => {
          pages.changed(id);
          pages.changed(LIST_KEY);
          running.changed();
        };
        const onEntity = (entityRef: string) => pages.changed(entityRef);
        const notices = await NoticeOutbox.create(deps);
        const endNotices = new EndNotices({ ...deps, notices });
        const engine = new RunEngine({
          ...deps,
          store,
          driver: new PartDriver({ ...deps, now }),
          sampler: new Sampler({ ...deps, workloads }),
          onStep: onRun,
          onEnd: (run, verdict) => endNotices.ended(run, verdict),
          now,
        });
        const checks = new DesignChecks({
          ...deps,
          config,
          store,
          workloads,
          now,
        });
        const resilience = new ResilienceService({
          checks,
          config,
          engine,
          store,
          workloads,
          now,
          onRun,
          onEntity,
        });
        const acting = {
          ...deps,
          appBaseUrl: config.appBaseUrl,
          resilience,
          workloads,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(rootConfig),
          }),
        };
        const placeRunner = createPlaceRunner(acting);
        const stopRunner = createStopRunner(acting);

        work.register(running);
        deps.timeline.register(
          createTimelineProvider({
            store,
            retention: config.retention,
            onChange: listener => running.onChange(listener),
            now,
          }),
        );
        const topicOptions = { ...deps, resilience, pages };
        topics.register(createListTopic(topicOptions));
        topics.register(createRunTopic(topicOptions));
        topics.register(createEntityTopic(topicOptions));
        registerReadTools(deps.actionsRegistry, {
          access,
          checks,
          resilience,
        });
        if (config.agentActionsEnabled) {
          registerAgentActions(deps.actionsRegistry, {
            ...deps,
            placeRunner,
            stopRunner,
          });
        }
        deps.api.serve(
          createRouter({
            ...deps,
            access,
            checks,
            placeRunner,
            resilience,
            stopRunner,
          }),
          apiWords,
        );
        await scheduleRetention({
          ...deps,
          id: 'resilience-retention',
          enforce: () =>
            enforceRetention({
              ...deps,
              noun: 'Joint run',
              archive: store,
              retention: config.retention,
              onChange: onRun,
            }),
        });
        lifecycle.addStartupHook(() => {
          engine.start();
          notices.start();
        });
        lifecycle.addShutdownHook(async () => {
          await engine.stop();
          await notices.stop();
          workloads.stop();
        });
      },
    });
  },
});
