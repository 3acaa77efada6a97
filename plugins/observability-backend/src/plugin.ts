import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import { describedApiServiceRef } from '@slipway/plugin-actions-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef, ReadAccess } from '@slipway/plugin-live-node';
import { prometheusServiceRef } from '@slipway/plugin-metrics-node';
import {
  observabilityPermissions,
  observabilityReadPermission,
} from '@slipway/plugin-observability-common';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import { readObservabilityConfig } from './config';
import { createRegistrationsTopic } from './eureka/createRegistrationsTopic';
import { RegistrationsService } from './eureka/RegistrationsService';
import { createLogTail } from './logs/createLogTail';
import { LogReads } from './logs/LogReads';
import { LogsService } from './logs/LogsService';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { AlertsService } from './services/AlertsService';
import { GraphService } from './services/GraphService';
import { NowService } from './services/NowService';
import { Places } from './services/Places';
import { readClusterSources } from './sources';
import { createTrafficTopic } from './system/createTrafficTopic';
import { SystemService } from './system/SystemService';
import { TrafficService } from './system/TrafficService';
import { createTimelineProvider } from './timeline/createTimelineProvider';

/** What is measured of services, who calls them, and which alerts fire on them. */
export const observabilityPlugin = createBackendPlugin({
  pluginId: 'observability',
  register(env) {
    env.registerInit({
      deps: {
        api: describedApiServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        clusters: clustersServiceRef,
        httpAuth: coreServices.httpAuth,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        prometheus: prometheusServiceRef,
        rootConfig: coreServices.rootConfig,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
      },
      async init(deps) {
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(observabilityPermissions);
        const sources = readClusterSources(deps.rootConfig);
        const logs = new LogsService(sources);
        const places = new Places({ ...deps, logs });
        deps.timeline.register(createTimelineProvider({ ...deps, places }));
        const reads = new LogReads(deps);
        const registrations = new RegistrationsService({
          ...deps,
          places,
          sources,
          now,
        });
        deps.topics.register(createLogTail({ ...deps, logs, places, reads }));
        deps.topics.register(
          createRegistrationsTopic({ ...deps, registrations }),
        );
        const traffic = new TrafficService({ ...deps, places, now });
        deps.topics.register(createTrafficTopic({ ...deps, traffic }));
        deps.api.serve(
          createRouter({
            ...deps,
            access: new ReadAccess({
              permissions: deps.permissions,
              permission: observabilityReadPermission,
              what: 'this',
            }),
            alerts: new AlertsService(deps),
            config: readObservabilityConfig(deps.rootConfig),
            graph: new GraphService({ ...deps, places, now }),
            now: new NowService({ ...deps, now }),
            logs,
            places,
            reads,
            system: new SystemService({ ...deps, places }),
          }),
          apiWords,
        );
        deps.lifecycle.addShutdownHook(async () => {
          places.stop();
          await Promise.all([logs.close(), registrations.close()]);
        });
      },
    });
  },
});
