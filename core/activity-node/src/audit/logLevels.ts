import {
  AuditorServiceEventSeverityLevel,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { InputError } from '@backstage/errors';

const LEVELS = ['debug', 'info', 'warn', 'error'] as const;

/** A method of the logger. */
export type LogLevel = (typeof LEVELS)[number];

const DEFAULTS: Record<AuditorServiceEventSeverityLevel, LogLevel> = {
  low: 'debug',
  medium: 'info',
  high: 'info',
  critical: 'info',
};

const KEY = 'backend.auditor.severityLogLevelMappings';

/**
 * At which level each severity stands in the portal's log: Backstage's own
 * setting, with its defaults.
 *
 * @throws InputError for a level that there is not
 */
export function readLogLevels(
  config: RootConfigService,
): Record<AuditorServiceEventSeverityLevel, LogLevel> {
  const levelOf = (severity: AuditorServiceEventSeverityLevel) => {
    const key = `${KEY}.${severity}`;
    const wanted = config.getOptionalString(key) ?? DEFAULTS[severity];
    const level = LEVELS.find(one => one === wanted);
    if (!level) {
      throw new InputError(`${key}: must be one of ${LEVELS.join(', ')}`);
    }
    return level;
  };
  return {
    low: levelOf('low'),
    medium: levelOf('medium'),
    high: levelOf('high'),
    critical: levelOf('critical'),
  };
}
