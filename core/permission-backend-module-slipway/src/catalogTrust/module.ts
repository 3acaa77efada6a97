import {
  coreServices,
  createBackendModule,
} from '@backstage/backend-plugin-api';
import { Config, readDurationFromConfig } from '@backstage/config';
import {
  FileReaderProcessor,
  UrlReaderProcessor,
} from '@backstage/plugin-catalog-backend';
import {
  catalogProcessingExtensionPoint,
  catalogServiceRef,
} from '@backstage/plugin-catalog-node';
import { eventsServiceRef } from '@backstage/plugin-events-node';
import { notificationService } from '@backstage/plugin-notifications-node';
import { durationToMilliseconds } from '@backstage/types';
import { catalogConflictsReadPermission } from '@slipway/plugin-catalog-trust-common';
import { InstallationPaths } from '../catalogPaths/InstallationPaths';
import { pathlessReader } from '../catalogPaths/pathlessReader';
import { readPlatformGroups } from '../config';
import { ConflictAnnouncer } from './ConflictAnnouncer';
import { ConflictResolver } from './ConflictResolver';
import { createConflictsRouter } from './createConflictsRouter';
import { Definitions } from './Definitions';
import { TRUSTED_LOCATIONS_KEY, TrustedLocations } from './TrustedLocations';
import { TrustingReader } from './TrustingReader';
import { TrustMarker } from './TrustMarker';

const INTERVAL_KEY = 'catalog.processingInterval';
/** The catalog's own longest interval between two readings of a location. */
const DEFAULT_INTERVAL_MS = 150_000;
/** Readings that a location may miss before it counts as gone. */
const MISSED_READINGS = 4;

function forgetAfterMs(config: Config): number {
  const interval = config.getOptional(INTERVAL_KEY)
    ? durationToMilliseconds(
        readDurationFromConfig(config, { key: INTERVAL_KEY }),
      )
    : 0;
  return MISSED_READINGS * Math.max(interval, DEFAULT_INTERVAL_MS);
}

/** Entities that give rights come from trusted locations only; conflicts are shown to the platform group. */
export const catalogModuleTrust = createBackendModule({
  pluginId: 'catalog',
  moduleId: 'slipway-trust',
  register(env) {
    env.registerInit({
      deps: {
        auditor: coreServices.auditor,
        auth: coreServices.auth,
        catalog: catalogServiceRef,
        config: coreServices.rootConfig,
        events: eventsServiceRef,
        httpAuth: coreServices.httpAuth,
        httpRouter: coreServices.httpRouter,
        logger: coreServices.logger,
        notifications: notificationService,
        permissions: coreServices.permissions,
        permissionsRegistry: coreServices.permissionsRegistry,
        processing: catalogProcessingExtensionPoint,
        reader: coreServices.urlReader,
        scheduler: coreServices.scheduler,
      },
      async init(deps) {
        const { config, logger, processing, reader } = deps;
        const trusted = TrustedLocations.fromConfig(config);
        if (trusted.none) {
          logger.warn(
            `No location is trusted: nobody gets a right through an entity of the catalog until ${TRUSTED_LOCATIONS_KEY} names one`,
          );
        }
        const paths = InstallationPaths.fromConfig(config);
        const definitions = new Definitions({
          forgetAfterMs: forgetAfterMs(config),
        });
        const resolver = new ConflictResolver({ ...deps, trusted });
        await resolver.start();
        processing.addProcessor(
          ...[
            pathlessReader(new FileReaderProcessor(), paths),
            new UrlReaderProcessor({ reader, logger }),
          ].map(
            own =>
              new TrustingReader({
                reader: own,
                trusted,
                definitions,
                resolver,
                logger,
              }),
          ),
          new TrustMarker(trusted),
        );

        deps.permissionsRegistry.addPermissions([
          catalogConflictsReadPermission,
        ]);
        deps.httpRouter.use(
          createConflictsRouter({ ...deps, definitions, paths }),
        );
        const announcer = new ConflictAnnouncer({
          ...deps,
          definitions,
          paths,
          platformGroups: readPlatformGroups(config),
        });
        // Each replica announces what it has read itself; the scope of a notification makes them one.
        await deps.scheduler.scheduleTask({
          id: 'slipway-catalog-conflicts',
          scope: 'local',
          initialDelay: { seconds: 5 },
          frequency: { seconds: 15 },
          timeout: { seconds: 60 },
          fn: () => announcer.announce(),
        });
      },
    });
  },
});
