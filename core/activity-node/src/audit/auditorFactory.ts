import {
  AuditorEvent,
  DefaultAuditorService,
} from '@backstage/backend-defaults/auditor';
import {
  AuditorService,
  AuditorServiceEventSeverityLevel,
  coreServices,
  createServiceFactory,
  LoggerService,
} from '@backstage/backend-plugin-api';
import { auditLine } from './auditLine';
import { AuditLogService, auditLogServiceRef } from './auditLogServiceRef';
import { AuditLogUnavailableError } from './AuditLogUnavailableError';
import { readAuditLogConfig, SEVERITIES } from './config';
import { readLogLevels } from './logLevels';

type Dependencies = Parameters<typeof DefaultAuditorService.create>[1];

interface FileAuditorOptions extends Dependencies {
  auditLog: AuditLogService;
  logger: LoggerService;
  /** The least severe events that are kept in files. */
  severity: AuditorServiceEventSeverityLevel;
  levels: ReturnType<typeof readLogLevels>;
}

/** A reading may continue without its event; whatever changes something may not. */
const isReading = (severity: AuditorServiceEventSeverityLevel = 'low') =>
  severity === 'low';

/**
 * Backstage's auditor, with files beside the log. What is about to change
 * something is refused when its event cannot be kept; outcomes never throw:
 * what happened cannot be taken back by a record that fails.
 */
export class FileAuditor implements AuditorService {
  constructor(private readonly options: FileAuditorOptions) {}

  /** @throws AuditLogUnavailableError for all but low severity when the event cannot be kept */
  async createEvent(
    options: Parameters<AuditorService['createEvent']>[0],
  ): ReturnType<AuditorService['createEvent']> {
    let notKept: string | undefined;
    const inner = DefaultAuditorService.create(async event => {
      this.#log(event);
      const reason = await this.#keep(event);
      if (event.status === 'initiated') notKept = reason;
    }, this.options);
    const event = await inner.createEvent(options);
    if (notKept !== undefined && !isReading(options.severityLevel)) {
      throw new AuditLogUnavailableError(event, notKept);
    }
    return event;
  }

  /** @returns why it is not on the disk, if it should be */
  async #keep(event: AuditorEvent): Promise<string | undefined> {
    const { auditLog, severity } = this.options;
    const asSevere =
      SEVERITIES.indexOf(event.severityLevel) >= SEVERITIES.indexOf(severity);
    if (!asSevere || !auditLog.log) return undefined;
    return auditLog.guard?.admits(event) === false
      ? auditLog.log.failure?.reason
      : auditLog.log.write(auditLine(event, new Date()));
  }

  /** As Backstage's own auditor does. */
  #log(event: AuditorEvent) {
    const { logger, levels } = this.options;
    const level = levels[event.severityLevel];
    const message = `${event.plugin}.${event.eventId}`;
    if (event.status === 'failed') {
      const { error, ...rest } = event;
      logger.child({ isAuditEvent: true, ...rest })[level](message, error);
    } else {
      logger.child({ isAuditEvent: true })[level](message, event);
    }
  }
}

/** Takes the place of Backstage's auditor. */
export const fileAuditorFactory = createServiceFactory({
  service: coreServices.auditor,
  deps: {
    auditLog: auditLogServiceRef,
    config: coreServices.rootConfig,
    logger: coreServices.logger,
    auth: coreServices.auth,
    httpAuth: coreServices.httpAuth,
    plugin: coreServices.pluginMetadata,
  },
  factory: ({ config, ...deps }) =>
    new FileAuditor({
      ...deps,
      severity: readAuditLogConfig(config).severity,
      levels: readLogLevels(config),
    }),
});
