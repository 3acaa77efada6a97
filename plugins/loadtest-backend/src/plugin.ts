import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { GrantReader } from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { loadtestPermissions } from '@slipway/plugin-loadtest-common';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { readLoadTestConfig } from './config';
import { DatabaseRunStore } from './database/DatabaseRunStore';
import { createRouter } from './routers/createRouter';
import { createLoadRunners } from './runners/createLoadRunners';
import { AccessService } from './services/AccessService';
import { createLaunchRunner, createStopRunner } from './services/createRunners';
import { LoadTestService } from './services/LoadTestService';
import { RunFollower } from './services/RunFollower';
import { SuiteReader } from './services/SuiteReader';
import { createListTopic, createRunTopic, OpenPages } from './topics/topics';

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
        const { lifecycle, topics } = deps;
        const config = readLoadTestConfig(deps.config);
        deps.permissionsRegistry.addPermissions(loadtestPermissions);

        const pages = new OpenPages();
        const onChange = (id: string) => pages.changed(id);
        const store = await DatabaseRunStore.create(deps);
        const runners = createLoadRunners({ ...deps, config });
        const loadTests = new LoadTestService({
          ...deps,
          config,
          store,
          runners,
          suites: new SuiteReader(config.suites),
          onChange,
        });
        const follower = new RunFollower({
          ...deps,
          store,
          runners,
          onStep: onChange,
        });
        const acting = {
          ...deps,
          loadTests,
          appBaseUrl: config.appBaseUrl,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.config),
          }),
        };

        topics.register(createListTopic({ ...deps, loadTests, pages }));
        topics.register(createRunTopic({ ...deps, loadTests, pages }));
        deps.httpRouter.use(
          createRouter({
            ...deps,
            access: new AccessService(deps.permissions),
            launchRunner: createLaunchRunner(acting),
            stopRunner: createStopRunner(acting),
            loadTests,
          }),
        );
        lifecycle.addStartupHook(() => follower.start());
        lifecycle.addShutdownHook(() => follower.stop());
      },
    });
  },
});
