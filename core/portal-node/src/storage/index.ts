import {
  coreServices,
  createBackendFeatureLoader,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { DatabaseManager } from '@backstage/backend-defaults/database';
import { ConfigReader } from '@backstage/config';
import { stringifyError } from '@backstage/errors';
import { auditLogServiceRef } from '@slipway/plugin-activity-node/audit';
import type { Knex } from 'knex';
import { dirname } from 'node:path';
import { checkFile } from './checkFile';
import { DirectoryLock } from './DirectoryLock';
import { fileOf, guardDatabase, prepareForFullDisk } from './guardDatabase';
import { HealthOfPortal } from './HealthOfPortal';
import { reserveSpace } from './reserveSpace';
import { StorageMonitor } from './StorageMonitor';

const LOOK_EVERY_MS = 2_000;
const RESERVE_EVERY_MS = 60_000;

/** Knows whether the databases can be written. One for the process. */
export const storageMonitorServiceRef = createServiceRef<StorageMonitor>({
  id: 'slipway.storage-monitor',
  scope: 'root',
});

const storageMonitorFactory = createServiceFactory({
  service: storageMonitorServiceRef,
  deps: {
    lifecycle: coreServices.rootLifecycle,
    logger: coreServices.rootLogger,
  },
  factory({ lifecycle, logger }) {
    const monitor = new StorageMonitor({
      logger: logger.child({ service: 'storage' }),
    });
    const timer = setInterval(() => monitor.look(), LOOK_EVERY_MS);
    timer.unref();
    lifecycle.addShutdownHook(() => clearInterval(timer));
    return monitor;
  },
});

/** The databases of Backstage, with errors that are fit for answers and with reserved space. */
export const databaseFactory = createServiceFactory({
  service: coreServices.database,
  deps: {
    config: coreServices.rootConfig,
    lifecycle: coreServices.lifecycle,
    logger: coreServices.logger,
    monitor: storageMonitorServiceRef,
    plugin: coreServices.pluginMetadata,
    rootLifecycle: coreServices.rootLifecycle,
    rootLogger: coreServices.rootLogger,
  },
  createRootContext({ config, monitor, rootLifecycle, rootLogger }) {
    const files = new Set<Knex>();
    const reserve = async () => {
      // One after the other: nobody waits for it.
      for (const knex of files) {
        await monitor.look();
        if (monitor.describe()) return;
        try {
          await reserveSpace(knex);
        } catch (error) {
          rootLogger.warn(
            `No space could be reserved for a full disk: ${stringifyError(
              error,
            )}`,
          );
        }
      }
    };
    rootLifecycle.addStartupHook(() => {
      reserve();
      setInterval(reserve, RESERVE_EVERY_MS).unref();
    });
    return {
      files,
      lock: new DirectoryLock({ lifecycle: rootLifecycle, logger: rootLogger }),
      manager: DatabaseManager.fromConfig(
        config.has('backend.database')
          ? config
          : new ConfigReader({
              backend: {
                database: { client: 'better-sqlite3', connection: ':memory:' },
              },
            }),
        { rootLifecycle, rootLogger },
      ),
    };
  },
  factory({ lifecycle, logger, monitor, plugin }, { files, lock, manager }) {
    const database = manager.forPlugin(plugin.getId(), { lifecycle, logger });
    const open = async () => {
      const knex = await database.getClient();
      const file = fileOf(knex);
      if (file) {
        await lock.own(dirname(file));
        await checkFile(knex, file, { plugin: plugin.getId(), logger });
      }
      if (guardDatabase(knex, { plugin: plugin.getId(), monitor, logger })) {
        await prepareForFullDisk(knex);
        files.add(knex);
      }
      return knex;
    };
    let guarded: Promise<Knex> | undefined;
    return {
      ...database,
      getClient() {
        guarded ??= open();
        return guarded;
      },
    };
  },
});

const healthFactory = createServiceFactory({
  service: coreServices.rootHealth,
  deps: {
    auditLog: auditLogServiceRef,
    lifecycle: coreServices.rootLifecycle,
    monitor: storageMonitorServiceRef,
  },
  factory: deps => new HealthOfPortal(deps),
});

/** What a full disk may not take down: the database service and the readiness of the portal. */
export default createBackendFeatureLoader({
  *loader() {
    yield storageMonitorFactory;
    yield databaseFactory;
    yield healthFactory;
  },
});
