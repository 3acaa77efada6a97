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
  registerAgentTools,
} from '@slipway/plugin-actions-node';
import { activityServiceRef } from '@slipway/plugin-activity-node';
import { approvalsServiceRef } from '@slipway/plugin-approvals-node';
import {
  breakGlassServiceRef,
  readBreakGlassConfig,
} from '@slipway/plugin-break-glass-node';
import {
  chaosPermissions,
  faultPathSchema,
  faultReadPermission,
} from '@slipway/plugin-chaos-common';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef, ReadAccess } from '@slipway/plugin-live-node';
import { metricsReadPermission } from '@slipway/plugin-metrics-common';
import { goldenMetricsServiceRef } from '@slipway/plugin-metrics-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { NoticeOutbox } from '@slipway/plugin-portal-node/notices';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { workServiceRef } from '@slipway/plugin-work-node';
import { createFaultRunner } from './acting/createFaultRunner';
import { createHaltRunner } from './acting/createHaltRunner';
import { createLaunchRunner } from './acting/createLaunchRunner';
import { launchToolRefSchema, registerReadTools } from './agentTools/readTools';
import { readChaosConfig } from './config';
import { DatabaseHaltStore } from './database/DatabaseHaltStore';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { FaultReader } from './services/FaultReader';
import { FaultsService } from './services/FaultsService';
import { FaultStopper } from './services/FaultStopper';
import { HaltService } from './services/HaltService';
import { KindsService } from './services/KindsService';
import { NearbyReader } from './services/NearbyReader';
import { PreviewService } from './services/PreviewService';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import {
  createEntityTopic,
  createFaultTopic,
  createHaltTopic,
  createListTopic,
} from './topics/faultTopics';
import { FaultWatcher } from './work/FaultWatcher';
import { HaltKeeper } from './work/HaltKeeper';
import { registerWork } from './work/registerWork';

/** Faults with Chaos Mesh in all clusters: reading, previews, live topics, actions, a halt of everything. */
export const chaosPlugin = createBackendPlugin({
  pluginId: 'chaos',
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
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        api: describedApiServiceRef,
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
        const { clusters, logger, rootConfig, topics } = deps;
        const config = readChaosConfig(rootConfig);
        const { appBaseUrl } = config;
        deps.permissionsRegistry.addPermissions(chaosPermissions);

        const access = new ReadAccess({
          permissions: deps.permissions,
          permission: faultReadPermission,
          what: 'faults',
        });
        const halts = await DatabaseHaltStore.create(deps);
        const faults = FaultsService.create(deps);
        const reader = new FaultReader(clusters, faults);
        const stopper = new FaultStopper({ ...deps, faults });
        const halt = new HaltService({ ...deps, halts, stopper });
        const haltKeeper = new HaltKeeper({ faults, halt, logger });
        const kinds = new KindsService(clusters, faults);
        const nearby = new NearbyReader(deps);
        const previews = PreviewService.create({
          ...deps,
          metricsAccess: new ReadAccess({
            permissions: deps.permissions,
            permission: metricsReadPermission,
            what: 'metrics',
          }),
          config,
          faults,
          halts,
          nearby,
        });
        const notices = await NoticeOutbox.create(deps);
        const watcher = FaultWatcher.create({ ...deps, faults, notices });
        const grants = GrantReader.create({
          ...deps,
          breakGlassConfig: readBreakGlassConfig(rootConfig),
        });
        const kit = { ...deps, appBaseUrl, grants };
        const faultRunner = createFaultRunner({ ...kit, faults });
        const launchRunner = createLaunchRunner({ ...kit, halts, previews });
        const haltRunner = createHaltRunner({ ...deps, appBaseUrl, halt });

        const stopWork = await registerWork({
          ...deps,
          access,
          config,
          faults,
          halts,
          launchRunner,
          previews,
        });

        deps.timeline.register(createTimelineProvider({ ...deps, faults }));

        topics.register(createListTopic(faults));
        topics.register(createEntityTopic(faults));
        topics.register(createFaultTopic({ faults, reader, logger }));
        topics.register(createHaltTopic({ halt, logger }));

        registerReadTools(deps.actionsRegistry, {
          access,
          faults,
          halt,
          previews,
          reader,
        });
        if (config.agentActionsEnabled) {
          registerAgentTools(deps.actionsRegistry, {
            ...deps,
            runner: faultRunner,
            ref: faultPathSchema,
            fields: {
              cluster: 'name of the cluster',
              namespace: 'namespace of the fault',
              kind: 'kind of the fault, as NetworkChaos',
              name: 'name of the fault',
            },
            readWith: 'get-fault',
          });
          registerAgentTools(deps.actionsRegistry, {
            ...deps,
            runner: launchRunner,
            ref: launchToolRefSchema,
            fields: {
              entityRef: 'service to disturb, as component:default/orders',
              cluster: 'name of the cluster',
              namespace: 'namespace of the fault',
            },
            readWith: 'preview-fault',
          });
        }

        deps.api.serve(
          createRouter({
            ...deps,
            access,
            faults,
            reader,
            halt,
            kinds,
            previews,
            faultRunner,
            haltRunner,
            launchRunner,
          }),
          apiWords,
        );
        watcher.start();
        haltKeeper.start();
        notices.start();
        deps.lifecycle.addShutdownHook(async () => {
          stopWork();
          haltKeeper.stop();
          watcher.stop();
          faults.stop();
          await notices.stop();
        });
      },
    });
  },
});
