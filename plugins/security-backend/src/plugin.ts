import {
  coreServices,
  createBackendPlugin,
} from '@backstage/backend-plugin-api';
import {
  actionChecksServiceRef,
  describedApiServiceRef,
} from '@slipway/plugin-actions-node';
import { clustersServiceRef } from '@slipway/plugin-clusters-node';
import { liveTopicsServiceRef } from '@slipway/plugin-live-node';
import { ownersServiceRef } from '@slipway/plugin-owners-node';
import { timelineServiceRef } from '@slipway/plugin-timeline-node';
import {
  SCANS_PATH,
  securityPermissions,
} from '@slipway/plugin-security-common';
import { readSecurityConfig } from './config';
import { DatabaseFindingsStore } from './database/DatabaseFindingsStore';
import { promotionCheck } from './gate/promotionCheck';
import { ReportIngest } from './ingest/ReportIngest';
import { apiWords } from './routers/apiWords';
import { createRouter } from './routers/createRouter';
import { AccessService } from './services/AccessService';
import { CanaryService } from './services/CanaryService';
import { FindingsService } from './services/FindingsService';
import { FleetService } from './services/FleetService';
import { keepTidy } from './services/keepTidy';
import { KnownFindings } from './services/KnownFindings';
import { Running } from './services/Running';
import { ScanInbox } from './services/ScanInbox';
import { SignalFiles } from './signals/SignalFiles';
import { createTimelineProvider } from './timeline/createTimelineProvider';
import { createTopics, OpenPages } from './topics/topics';

/** Findings of scanners: what services run and build, what canaries add, and rules that stop their promotion for it. */
export const securityPlugin = createBackendPlugin({
  pluginId: 'security',
  register(env) {
    env.registerInit({
      deps: {
        api: describedApiServiceRef,
        auditor: coreServices.auditor,
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
        const known = new KnownFindings({ files, store, now });
        const findings = new FindingsService({ files, ingest, known, running });
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
            fleet: new FleetService({
              ...config,
              files,
              ingest,
              owners,
              running,
              store,
              now,
            }),
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
