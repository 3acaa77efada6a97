import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
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
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { loadtestPermissions } from '@slipway/plugin-loadtest-common';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { workServiceRef } from '@slipway/plugin-work-node';
import { readLoadTestConfig } from './config';
import { DatabaseRunStore } from './database/DatabaseRunStore';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { createLoadRunners } from './runners/createLoadRunners';
import { RunFollower } from './following/RunFollower';
import { AccessService } from './services/AccessService';
import { createLaunchRunner, createStopRunner } from './services/createRunners';
import { LaunchService } from './services/LaunchService';
import { RunsService } from './services/RunsService';
import { SuitesService } from './services/SuitesService';
import { createListTopic, createRunTopic, OpenPages } from './topics/topics';
import { LoadParts } from './work/LoadParts';
import { runningWorkOf } from './work/runningWorkOf';

/** Load tests: suites, runs by real Locust, verdicts, live topics, actions. */
export const loadtestPlugin = createBackendPlugin({
  pluginId: 'loadtest',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
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
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
        work: workServiceRef,
      },
      async init(deps) {
        const { lifecycle, topics } = deps;
        const config = readLoadTestConfig(deps.config);
        deps.permissionsRegistry.addPermissions(loadtestPermissions);

        const pages = new OpenPages();
        const onChange = (id: string) => pages.changed(id);
        const store = await DatabaseRunStore.create(deps);
        const runners = createLoadRunners({ ...deps, config });
        const shared = { ...deps, config, store, runners, onChange };
        const launches = new LaunchService(shared);
        const runs = new RunsService(shared);
        const suites = new SuitesService(shared);
        const follower = new RunFollower({
          ...shared,
          onStep: onChange,
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
        deps.work.register({
          plugin: 'loadtest',
          running: async () =>
            (await store.listActive()).map(run =>
              runningWorkOf(run, new Date()),
            ),
          onChange: listener => pages.onChange(listener),
          parts: new LoadParts({ ...acting, ...shared, launchRunner }),
        });

        topics.register(createListTopic({ ...deps, runs, pages }));
        topics.register(createRunTopic({ ...deps, runs, pages }));
        deps.api.serve(
          createRouter({
            ...deps,
            access: new AccessService(deps.permissions),
            launchRunner,
            stopRunner: createStopRunner(acting),
            runs,
            suites,
          }),
          apiWords,
        );
        lifecycle.addStartupHook(() => follower.start());
        lifecycle.addShutdownHook(() => follower.stop());
      },
    });
  },
});
