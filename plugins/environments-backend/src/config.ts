import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import {
  ApprovalPolicy,
  Cloud,
  CLOUDS,
  Quota,
  TtlLimits,
} from '@slipway/plugin-environments-common';
import {
  readAppBaseUrl,
  readChecked,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';
import { z } from 'zod/v3';

const ROOT = 'slipway.environments';
const HOUR = 3_600_000;

const path = z.string().min(1);
const env = z.record(z.string(), z.string()).default({});

const cloudSchema = z.discriminatedUnion('runner', [
  z
    .object({
      runner: z.literal('simulated'),
      /** Cluster of the portal in which services are installed. */
      cluster: z.string().optional(),
    })
    .strict(),
  z
    .object({
      runner: z.literal('process'),
      cluster: z.string().optional(),
      terraform: path,
      helmfile: path.optional(),
      code: path,
      root: path,
      releases: path.optional(),
      env,
      timeoutSeconds: z.number().int().positive().default(3600),
      state: z.discriminatedUnion('backend', [
        z.object({ backend: z.literal('local'), directory: path }).strict(),
        z
          .object({
            backend: z.literal('s3'),
            bucket: z.string(),
            region: z.string(),
            endpoint: z.string().url(),
            accessKeyId: z.string(),
            secretAccessKey: z.string(),
          })
          .strict(),
      ]),
    })
    .strict(),
]);
export type CloudConfig = z.infer<typeof cloudSchema>;

const tier = z.enum(['dev', 'stage', 'prod']);
const schema = z
  .object({
    directory: path.optional(),
    encryptionKeys: z.array(z.string()).optional(),
    clouds: z.record(z.enum(CLOUDS), cloudSchema).default({}),
    policy: z
      .object({
        tiers: z.array(tier).default(['prod']),
        anyDelete: z.boolean().default(true),
      })
      .strict()
      .default({}),
    quota: z
      .object({
        environments: z.number().int().positive().default(5),
        cpu: z.number().int().positive().default(24),
      })
      .strict()
      .default({}),
    agentActions: z
      .object({ enabled: z.boolean().default(false) })
      .strict()
      .default({}),
  })
  .passthrough();

/** What this plugin reads from the configuration. */
export interface EnvironmentsConfig {
  /** Folder for jobs, definitions and, in development, the encryption key. */
  directory: string;
  /** Undefined: one is made in the folder. */
  encryptionKeys?: string[];
  clouds: Partial<Record<Cloud, CloudConfig>>;
  policy: ApprovalPolicy;
  quota: Quota;
  ttl: TtlLimits;
  planMs: number;
  driftMs: number;
  retentionMs: number;
  agentActionsEnabled: boolean;
  appBaseUrl: string;
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws InputError that names the key
 */
export function readEnvironmentsConfig(config: Config): EnvironmentsConfig {
  const read = readChecked(config, ROOT, schema);
  const duration = (key: string, fallback: number, least: number) => {
    const ms = readMilliseconds(config, `${ROOT}.${key}`, fallback);
    if (ms < least) {
      throw new InputError(
        `${ROOT}.${key} must be ${least / 60_000} minutes at least`,
      );
    }
    return ms;
  };
  const ttl = {
    defaultHours: duration('ttl.default', 72 * HOUR, HOUR) / HOUR,
    maxHours: duration('ttl.max', 336 * HOUR, HOUR) / HOUR,
  };
  if (ttl.defaultHours > ttl.maxHours) {
    throw new InputError(`${ROOT}.ttl.default must not exceed ${ROOT}.ttl.max`);
  }
  return {
    directory: read.directory ?? '../../.slipway/environments',
    ...(read.encryptionKeys ? { encryptionKeys: read.encryptionKeys } : {}),
    clouds: read.clouds,
    policy: read.policy,
    quota: read.quota,
    ttl,
    planMs: duration('planLifetime', 24 * HOUR, 60_000),
    driftMs: duration('driftInterval', 6 * HOUR, 60_000),
    retentionMs: duration('retention', 400 * 24 * HOUR, 24 * HOUR),
    agentActionsEnabled: read.agentActions.enabled,
    appBaseUrl: readAppBaseUrl(config),
  };
}
