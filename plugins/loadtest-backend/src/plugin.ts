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
import {
  loadtestPermissions,
  loadtestReadPermission,
} from '@slipway/plugin-loadtest-common';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { NoticeOutbox } from '@slipway/plugin-portal-node/notices';
import {
  enforceRetention,
  scheduleRetention,
} from '@slipway/plugin-portal-node/retention';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { workServiceRef } from '@slipway/plugin-work-node';
import { readLoadTestConfig } from './config';
import { DatabaseRunStore } from './database/DatabaseRunStore';
import { apiWords } from './routers/apiWords';
import { registerAgentActions } from './agentTools/actingTools';
import { registerReadTools } from './agentTools/readTools';
import { DatabaseScheduleStore } from './database/DatabaseScheduleStore';
import { createRouter } from './routers/createRouter';
import { createLoadRunners } from './runners/createLoadRunners';
import { RunFollower } from './following/RunFollower';
import { Announcer } from './services/Announcer';
import { createLaunchRunner, createStopRunner } from './services/createRunners';
import { LaunchService } from './services/LaunchService';
import { forgetFiles } from './services/retention';
import { RunsService } from './services/RunsService';
import { SuitesService } from './services/SuitesService';
import {
  createChangeScheduleRunner,
  createScheduleRunner,
} from './schedules/createScheduleRunners';
import { OwnerRights } from './schedules/OwnerRights';
import { ScheduleStarter } from './schedules/ScheduleStarter';
import { startAsCreator } from './schedules/startAsCreator';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import { createListTopic, createRunTopic, OpenPages } from './topics/topics';
import { LoadParts } from './work/LoadParts';
import { runningWorkOf } from './work/runningWorkOf';

/** Load tests: suites, runs by real Locust, verdicts, live topics, actions. */
export const loadtestPlugin = createBackendPlugin({
  pluginId: 'loadtest',
  register(env) {
    env.registerInit({
      deps: {
        actionsRegistry: actionsRegistryServiceRef,
        activity: activityServiceRef,
        approvals: approvalsServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        config: coreServices.rootConfig,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        api: describedApiServiceRef,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        scheduler: coreServices.scheduler,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
        work: workServiceRef,
      },
      async init(deps) {
        const { lifecycle, topics } = deps;
        const config = readLoadTestConfig(deps.config);
        deps.permissionsRegistry.addPermissions(loadtestPermissions);

        const access = new ReadAccess({
          permissions: deps.permissions,
          permission: loadtestReadPermission,
          what: 'load tests',
        });
        const pages = new OpenPages();
        const onChange = (id: string) => pages.changed(id);
        const store = await DatabaseRunStore.create(deps);
        const runners = createLoadRunners({ ...deps, config });
        const shared = { ...deps, config, store, runners, onChange };
        const launches = new LaunchService(shared);
        const runs = new RunsService(shared);
        const suites = new SuitesService(shared);
        const notices = await NoticeOutbox.create(deps);
        const announcer = new Announcer(notices);
        const follower = new RunFollower({
          ...shared,
          onStep: onChange,
          onEnd: run => announcer.runEnded(run),
        });
        const acting = {
          ...deps,
          launches,
          runs,
          suites,
          appBaseUrl: config.appBaseUrl,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.config),
          }),
        };

        const launchRunner = createLaunchRunner(acting);
        const stopRunner = createStopRunner(acting);
        const schedules = await DatabaseScheduleStore.create(deps);
        const rights = new OwnerRights(deps);
        const starter = new ScheduleStarter({
          ...deps,
          schedules,
          rights,
          startRun: startAsCreator({ ...acting, ...shared, rights }),
          onTrouble: one => announcer.scheduleTroubled(one),
        });
        deps.work.register({
          plugin: 'loadtest',
          running: async () =>
            (await store.listActive()).map(run =>
              runningWorkOf(run, new Date()),
            ),
          onChange: listener => pages.onChange(listener),
          parts: new LoadParts({ ...acting, ...shared, launchRunner }),
        });

        deps.timeline.register(
          createTimelineProvider({
            store,
            retention: config.retention,
            onChange: listener => pages.onChange(listener),
            now: () => new Date(),
          }),
        );

        topics.register(createListTopic({ ...deps, runs, pages }));
        topics.register(createRunTopic({ ...deps, runs, pages }));
        const scheduling = { ...acting, schedules, rights };
        deps.api.serve(
          createRouter({
            ...deps,
            access,
            launchRunner,
            stopRunner,
            schedules,
            scheduleRunner: createScheduleRunner(scheduling),
            changeScheduleRunner: createChangeScheduleRunner(scheduling),
            runs,
            suites,
          }),
          apiWords,
        );
        await scheduleRetention({
          ...deps,
          id: 'loadtest-retention',
          enforce: () =>
            enforceRetention({
              ...shared,
              noun: 'Load run',
              archive: store,
              retention: config.retention,
              deleteFiles: id => forgetFiles(shared, id),
            }),
        });
        registerReadTools(deps.actionsRegistry, { access, runs, suites });
        if (config.agentActionsEnabled) {
          registerAgentActions(deps.actionsRegistry, {
            ...deps,
            launchRunner,
            stopRunner,
          });
        }
        lifecycle.addStartupHook(() => {
          follower.start();
          starter.start();
          notices.start();
        });
        lifecycle.addShutdownHook(async () => {
          await Promise.all([follower.stop(), starter.stop()]);
          await notices.stop();
        });
      },
    });
  },
});
