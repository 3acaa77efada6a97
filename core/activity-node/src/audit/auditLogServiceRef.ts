import {
  coreServices,
  createServiceFactory,
  createServiceRef,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';
import { JsonObject } from '@backstage/types';
import { AuditLog } from './AuditLog';
import { readAuditLogConfig } from './config';
import { DailyFiles } from './DailyFiles';
import { failureReason, isMisconfigured } from './failureReason';
import { FloodGuard } from './FloodGuard';

const PRUNE_EVERY_MS = 60 * 60_000;

/** The files with the audit events of this process; `undefined` where none are configured. */
export interface AuditLogService {
  readonly log?: Pick<AuditLog, 'write' | 'failure'>;
  /** Which events are written in full. */
  readonly guard?: Pick<FloodGuard, 'admits'>;
}

/** The audit log; one writer for each process. */
export const auditLogServiceRef = createServiceRef<AuditLogService>({
  id: 'slipway.audit-log',
  scope: 'root',
  defaultFactory: async service =>
    createServiceFactory({
      service,
      deps: {
        config: coreServices.rootConfig,
        logger: coreServices.rootLogger,
        lifecycle: coreServices.rootLifecycle,
      },
      async factory({ config, logger: rootLogger, lifecycle }) {
        const logger = rootLogger.child({ service: 'slipway.audit-log' });
        const { directory, ...limits } = readAuditLogConfig(config);
        if (!directory) {
          logger.info(
            'slipway.audit.directory is not set: audit events are in this log only',
          );
          return {};
        }
        const files = new DailyFiles({ directory, ...limits });
        try {
          await files.prepare();
        } catch (error) {
          if (isMisconfigured(error)) {
            throw new InputError(
              `slipway.audit.directory: ${failureReason(error)}`,
            );
          }
          logger.error(failureReason(error));
        }
        const prune = () =>
          files.prune().catch(error => {
            logger.warn(
              `Old files of the audit log were not deleted. ${failureReason(
                error,
              )}`,
            );
          });
        await prune();
        const timer = setInterval(prune, PRUNE_EVERY_MS);
        timer.unref();
        const log = new AuditLog({
          files,
          logger,
          gapLine: lost => ownLine('audit-log-gap', { lost }),
        });
        const guard = new FloodGuard({
          onFolded: (actor, counts) => {
            log.write(ownLine('audit-log-folded', { actor, counts }));
          },
        });
        const stopGuard = guard.start();
        lifecycle.addShutdownHook(async () => {
          clearInterval(timer);
          stopGuard();
          await log.close();
        });
        return { log, guard };
      },
    }),
});

/** A line of the audit log about itself. */
function ownLine(eventId: string, fields: JsonObject): string {
  return JSON.stringify({
    timestamp: new Date().toISOString(),
    eventId,
    ...fields,
  });
}
