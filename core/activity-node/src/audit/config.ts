import {
  AuditorServiceEventSeverityLevel,
  RootConfigService,
} from '@backstage/backend-plugin-api';
import { readDurationFromConfig } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { durationToMilliseconds } from '@backstage/types';

const KEY = 'slipway.audit';
const DEFAULT_RETENTION_DAYS = 365;
const DAY_MS = 24 * 60 * 60_000;
const DEFAULT_FILE_BYTES = 50_000_000;
const SMALLEST_FILE_BYTES = 100_000;

/** From the least to the most severe. */
export const SEVERITIES: readonly AuditorServiceEventSeverityLevel[] = [
  'low',
  'medium',
  'high',
  'critical',
];

/** Where audit events are kept, and for how long. */
export interface AuditLogConfig {
  /** Absent: no files, events are in the portal's log only. */
  directory?: string;
  retentionMs: number;
  maxFileBytes: number;
  /** The least severe events that are kept in files. */
  severity: AuditorServiceEventSeverityLevel;
}

/**
 * Reads `slipway.audit`.
 *
 * @throws InputError that names the key and the rule
 */
export function readAuditLogConfig(config: RootConfigService): AuditLogConfig {
  const directory = config.getOptionalString(`${KEY}.directory`);
  const retentionMs = config.has(`${KEY}.retention`)
    ? durationToMilliseconds(
        readDurationFromConfig(config, { key: `${KEY}.retention` }),
      )
    : DEFAULT_RETENTION_DAYS * DAY_MS;
  if (retentionMs < DAY_MS) {
    throw new InputError(`${KEY}.retention: must be at least one day`);
  }
  const maxFileBytes =
    config.getOptionalNumber(`${KEY}.maxFileBytes`) ?? DEFAULT_FILE_BYTES;
  if (!Number.isInteger(maxFileBytes) || maxFileBytes < SMALLEST_FILE_BYTES) {
    throw new InputError(
      `${KEY}.maxFileBytes: must be a whole number of at least ${SMALLEST_FILE_BYTES}`,
    );
  }
  const severity = config.getOptionalString(`${KEY}.severity`) ?? 'medium';
  const known = SEVERITIES.find(one => one === severity);
  if (!known) {
    throw new InputError(
      `${KEY}.severity: must be one of ${SEVERITIES.join(', ')}`,
    );
  }
  return {
    ...(directory ? { directory } : {}),
    retentionMs,
    maxFileBytes,
    severity: known,
  };
}
