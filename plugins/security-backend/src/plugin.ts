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
import { DatabaseFindingsStore } from './database/DatabaseFindingsStore';
import { DatabaseRiskStore } from './database/DatabaseRiskStore';
import { promotionCheck } from './gate/promotionCheck';
import { ReportIngest } from './ingest/ReportIngest';
import {
  createAcceptRunner,
  createWithdrawRunner,
} from './risks/createRiskRunners';
import { RiskService } from './risks/RiskService';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { AccessService } from './services/AccessService';
import { CanaryService } from './services/CanaryService';
import { FindingsService } from './services/FindingsService';
import { FleetReader } from './services/fleet/FleetReader';
import { FleetService } from './services/FleetService';
import { keepTidy } from './services/keepTidy';
import { KnownFindings } from './services/KnownFindings';
import { Running } from './services/Running';
import { ScanInbox } from './services/ScanInbox';
import { SearchService } from './services/SearchService';
import { Suppressions } from './services/Suppressions';
import { SignalFiles } from './signals/SignalFiles';
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
        const pages = new OpenPages();
        const onChange = () => pages.changed();
        const running = new Running(clusters, owners);
        running.onChange(onChange);
        owners.onChange(onChange);
        const files = new SignalFiles(config, logger);
        const ingest = new ReportIngest({
          clusters,
          logger,
          running,
          store,
          graceMs: config.graceMs,
          onChange,
          now,
        });
        const riskStore = await DatabaseRiskStore.create(deps);
        const suppressions = new Suppressions({ files, risks: riskStore, now });
        const { deadlines } = config;
        const known = new KnownFindings({
          deadlines,
          files,
          store,
          suppressions,
          now,
        });
        const findings = new FindingsService({
          deadlines,
          files,
          ingest,
          known,
          running,
          store,
          now,
        });
        const canaries = new CanaryService({
          clusters,
          known,
          rules: config.gateRules,
          running,
        });
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
        const reader = new FleetReader({
          files,
          ingest,
          owners,
          running,
          store,
          suppressions,
        });
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
            fleet: new FleetService({ ...config, files, reader, store, now }),
            search: new SearchService({ reader, store, now }),
            risks,
            accept: createAcceptRunner(acting),
            withdraw: createWithdrawRunner(acting),
            inbox: new ScanInbox({
              store,
              tokens: config.tokens,
              onChange,
              now,
            }),
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
