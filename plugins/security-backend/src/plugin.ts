import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import { catalogServiceRef } from '@backstage/plugin-catalog-node';
import {
  actionChecksServiceRef,
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
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { readAppBaseUrl } from '@slipway/plugin-portal-node/config';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import {
  SCANS_PATH,
  securityPermissions,
} from '@slipway/plugin-security-common';
import { readSecurityConfig } from './config';
import { createFindings } from './createFindings';
import { DatabaseFindingsStore } from './database/DatabaseFindingsStore';
import { DatabaseRiskStore } from './database/DatabaseRiskStore';
import { promotionCheck } from './gate/promotionCheck';
import {
  createAcceptRunner,
  createWithdrawRunner,
} from './risks/createRiskRunners';
import { RiskService } from './risks/RiskService';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { AccessService } from './services/AccessService';
import { keepTidy } from './services/keepTidy';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import { createTopics, OpenPages } from './topics/topics';

/** Findings of scanners: what services run and build, what canaries add, and rules that stop their promotion for it. */
export const securityPlugin = createBackendPlugin({
  pluginId: 'security',
  register(env) {
    env.registerInit({
      deps: {
        activity: activityServiceRef,
        api: describedApiServiceRef,
        approvals: approvalsServiceRef,
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        breakGlass: breakGlassServiceRef,
        catalog: catalogServiceRef,
        checks: actionChecksServiceRef,
        clusters: clustersServiceRef,
        database: coreServices.database,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        lifecycle: coreServices.lifecycle,
        logger: coreServices.logger,
        owners: ownersServiceRef,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        rootConfig: coreServices.rootConfig,
        scheduler: coreServices.scheduler,
        timeline: timelineServiceRef,
        topics: liveTopicsServiceRef,
        userInfo: coreServices.userInfo,
      },
      async init(deps) {
        const { clusters, lifecycle, logger, owners, topics } = deps;
        const config = readSecurityConfig(deps.rootConfig);
        const now = () => Date.now();
        deps.permissionsRegistry.addPermissions(securityPermissions);

        const store = await DatabaseFindingsStore.create(deps);
        const riskStore = await DatabaseRiskStore.create(deps);
        const pages = new OpenPages();
        const {
          canaries,
          files,
          findings,
          fleet,
          inbox,
          ingest,
          known,
          onChange,
          running,
          search,
        } = createFindings({
          clusters,
          config,
          logger,
          owners,
          risks: riskStore,
          store,
          onChange: () => pages.changed(),
          now,
        });
        running.onChange(() => pages.changed());
        owners.onChange(() => pages.changed());
        deps.checks.register(promotionCheck({ canaries, clusters }));
        for (const topic of createTopics({
          canaries,
          findings,
          logger,
          pages,
        })) {
          topics.register(topic);
        }
        const access = new AccessService(deps.permissions);
        deps.timeline.register(
          createTimelineProvider({
            access,
            ingest,
            owners,
            running,
            store,
            onChange: listener => pages.onChange(listener),
          }),
        );
        const risks = new RiskService({
          access,
          known,
          longestMs: config.longestRiskMs,
          running,
          store: riskStore,
          now,
        });
        const acting = {
          ...deps,
          appBaseUrl: readAppBaseUrl(deps.rootConfig),
          grants: GrantReader.create({
            ...deps,
            breakGlassConfig: readBreakGlassConfig(deps.rootConfig),
          }),
          onChange,
          risks,
          store: riskStore,
        };
        deps.httpRouter.addAuthPolicy({
          path: `/v1${SCANS_PATH}`,
          allow: 'unauthenticated',
        });
        deps.api.serve(
          createRouter({
            ...deps,
            access,
            canaries,
            findings,
            fleet,
            search,
            risks,
            accept: createAcceptRunner(acting),
            withdraw: createWithdrawRunner(acting),
            inbox,
            maxScanBytes: config.maxScanBytes,
          }),
          apiWords,
        );
        const tidy = keepTidy({ ...deps, config, files, ingest, store, now });
        lifecycle.addStartupHook(async () => {
          await tidy.start();
          await ingest.start();
        });
        lifecycle.addShutdownHook(() => {
          tidy.stop();
          pages.stop();
          ingest.stop();
          running.stop();
        });
      },
    });
  },
});
