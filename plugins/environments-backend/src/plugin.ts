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
import { environmentsPermissions } from '@slipway/plugin-environments-common';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { join, resolve } from 'node:path';
import { createEnvironmentRunner } from './acting/createEnvironmentRunner';
import { registerAgentActions } from './agentTools/actingTools';
import { registerReadTools } from './agentTools/readTools';
import { environmentEntitiesServiceRef } from './catalog/environmentEntities';
import { readEnvironmentsConfig } from './config';
import { DatabaseEnvironmentStore } from './database/DatabaseEnvironmentStore';
import { DefinitionCommits } from './definitions/DefinitionCommits';
import { GitDefinitions } from './definitions/GitDefinitions';
import { EnvironmentEngine } from './engine/EnvironmentEngine';
import { LockReader } from './engine/LockReader';
import { PlanVault } from './engine/PlanVault';
import { StepRunner } from './engine/StepRunner';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { ClusterInstaller } from './runners/simulated/ClusterInstaller';
import { loadKeys } from './secrets/loadKeys';
import { AccessService } from './services/AccessService';
import { Choices } from './services/Choices';
import { CloudRunners } from './services/CloudRunners';
import { Creation } from './services/Creation';
import { EnvironmentNotices } from './services/EnvironmentNotices';
import { EnvironmentsService } from './services/EnvironmentsService';
import { Limits } from './services/Limits';
import { Sweeps } from './services/Sweeps';
import { OpenPages } from './topics/OpenPages';
import { createDetailTopic, createListTopic, LIST_KEY } from './topics/topics';

/** Self-service environments: plans, approvals, runners, time to live, drift. */
export const environmentsPlugin = createBackendPlugin({
  pluginId: 'environments',
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
        entities: environmentEntitiesServiceRef,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        notifications: notificationService,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { lifecycle, rootConfig, topics } = deps;
        const config = readEnvironmentsConfig(rootConfig);
        const directory = resolve(config.directory);
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(environmentsPermissions);

        const store = await DatabaseEnvironmentStore.create(deps);
        const keys = await loadKeys({ ...config, directory });
        const vault = new PlanVault({ store, keys });
        const runners = new CloudRunners({
          config: { ...config, directory },
          installerOf: cluster => new ClusterInstaller({ ...deps, cluster }),
          secretsOf: id => vault.secretsOf(id),
        });
        const pages = new OpenPages();
        const onChange = (name: string) => {
          pages.changed(name);
          pages.changed(LIST_KEY);
          deps.entities.changed();
        };
        const locks = new LockReader({ store, now });
        const definitions = new DefinitionCommits({
          ...deps,
          git: new GitDefinitions(join(directory, 'definitions')),
          store,
        });
        const steps = new StepRunner({
          ...config,
          locks,
          vault,
          now,
          register: (row, operation) => definitions.applied(row, operation),
        });
        const limits = new Limits({ config, now, runners, store });
        const shared = {
          ...deps,
          config,
          limits,
          locks,
          now,
          onChange,
          runners,
        };
        const environments = new EnvironmentsService({
          ...shared,
          definitions,
          steps,
          store,
          vault,
        });
        const notices = new EnvironmentNotices(deps);
        const engine = new EnvironmentEngine({
          ...shared,
          steps,
          store,
          runnerOf: ({ cloud }) => runners.of(cloud),
          onEnd: (operation, row) => notices.changed(operation, row),
        });
        const access = new AccessService(deps);
        const runner = createEnvironmentRunner({
          ...deps,
          appBaseUrl: config.appBaseUrl,
          environments,
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(rootConfig),
          }),
        });

        topics.register(createListTopic({ ...deps, store, pages }));
        topics.register(createDetailTopic({ ...deps, store, pages }));
        registerReadTools(deps.actionsRegistry, { access, environments });
        if (config.agentActionsEnabled) {
          registerAgentActions(deps.actionsRegistry, { ...deps, runner });
        }
        deps.api.serve(
          createRouter({
            ...deps,
            access,
            choices: new Choices({ ...shared, access }),
            creation: new Creation({ ...deps, access, environments, limits }),
            environments,
            runner,
          }),
          apiWords,
        );
        deps.entities.connect(() => store.list({}));
        await new Sweeps({ ...shared, environments, notices, store }).schedule(
          deps.scheduler,
        );
        lifecycle.addStartupHook(() => engine.start());
        lifecycle.addShutdownHook(() => engine.stop());
      },
    });
  },
});
