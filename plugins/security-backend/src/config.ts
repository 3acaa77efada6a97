import { Config } from '@backstage/config';
import { InputError } from '@backstage/errors';
import { ENVIRONMENTS } from '@slipway/plugin-clusters-common';
import {
  readChecked,
  readMilliseconds,
} from '@slipway/plugin-portal-node/config';
import {
  Deadlines,
  GATE_LIMITS,
  GateRule,
  normalizeRepository,
  SEVERITIES,
} from '@slipway/plugin-security-common';
import { z } from 'zod/v3';

const ROOT = 'slipway.security';

/** A token with which builds send their scans. */
export interface IngestToken {
  /** In the audit log and beside what was sent. */
  name: string;
  /** SHA-256 of the token, as 64 hexadecimal digits. */
  sha256: string;
  /** Repositories whose images it may speak of; `*` at the end stands for anything. */
  repositories: string[];
}

/** What this plugin reads from the configuration. */
export interface SecurityConfig {
  /** How long an expired report still counts. */
  graceMs: number;
  /** How long scans of builds are kept. */
  keepScansMs: number;
  /** Largest scan of a build, bytes. */
  maxScanBytes: number;
  tokens: IngestToken[];
  /** Registries, or beginnings of repositories, that images may be from. Absent: it is not known which may. */
  allowedRegistries?: string[];
  /** Rules that stop promotions for new findings. */
  gateRules: GateRule[];
  /** How long findings may stay open; empty: there are no deadlines. */
  deadlines: Deadlines;
  /** How long a risk can be accepted, ms. */
  longestRiskMs: number;
  /** Paths of files. */
  epssFile?: string;
  kevFile?: string;
  vexFiles: string[];
  ignoreFile?: string;
}

const someOf = <T extends string>(values: readonly [T, ...T[]]) =>
  z.array(z.enum([...values])).min(1, 'must not be empty');

const [environment, ...environments] = ENVIRONMENTS;

/** An unknown key is refused: a rule with a typing error would hold elsewhere than it was meant to. */
const gateSchema = z
  .object({
    rules: z
      .array(
        z
          .object({
            name: z.string().trim().min(1).max(100),
            environments: someOf([environment, ...environments]).optional(),
            clusters: z
              .array(z.string().min(1))
              .min(1, 'must not be empty')
              .optional(),
            severities: someOf(SEVERITIES).default(['critical']),
            only: z
              .union([
                z.enum(GATE_LIMITS).transform(limit => [limit]),
                someOf(GATE_LIMITS),
              ])
              .optional()
              .transform(limits => limits ?? []),
            whenUnknown: z.enum(['allow', 'refuse']).default('allow'),
          })
          .strict(),
      )
      .refine(
        rules => new Set(rules.map(({ name }) => name)).size === rules.length,
        'must have a name of its own for each rule',
      )
      .default([]),
  })
  .strict();

/** @throws InputError for a severity that does not exist: its findings would have no deadline */
function readDeadlines(config: Config): Deadlines {
  const key = `${ROOT}.deadlines`;
  const given = config.getOptionalConfig(key)?.keys() ?? [];
  const unknown = given.find(
    name => !SEVERITIES.some(severity => severity === name),
  );
  if (unknown !== undefined) {
    throw new InputError(
      `${key}.${unknown} is no severity: ${SEVERITIES.join(', ')}`,
    );
  }
  const deadlines: Deadlines = {};
  for (const severity of SEVERITIES.filter(each => given.includes(each))) {
    const within = readMilliseconds(config, `${key}.${severity}`, 0);
    if (within <= 0) {
      throw new InputError(`${key}.${severity} must be longer than nothing`);
    }
    deadlines[severity] = within;
  }
  return deadlines;
}

function readToken(config: Config): IngestToken {
  const name = config.getString('name');
  const sha256 = config.getString('sha256').toLowerCase();
  if (!/^[0-9a-f]{64}$/.test(sha256)) {
    throw new InputError(
      `${ROOT}.ingest.tokens: sha256 of ${name} must be 64 hexadecimal digits`,
    );
  }
  const repositories = config.getStringArray('repositories').map(each => {
    const isPrefix = each.endsWith('*');
    const repository = normalizeRepository(isPrefix ? each.slice(0, -1) : each);
    return isPrefix ? `${repository}*` : repository;
  });
  if (repositories.length === 0) {
    throw new InputError(
      `${ROOT}.ingest.tokens: ${name} is bound to no repository`,
    );
  }
  return { name, sha256, repositories };
}

function readRegistry(value: string): string {
  const [registry, ...path] = value
    .trim()
    .toLowerCase()
    .replace(/\/+$/, '')
    .split('/');
  if (!/[.:]/.test(registry) && registry !== 'localhost') {
    throw new InputError(
      `${ROOT}.allowedRegistries: "${value}" must start with the name of a registry, such as docker.io`,
    );
  }
  return [
    registry === 'index.docker.io' ? 'docker.io' : registry,
    ...path,
  ].join('/');
}

/**
 * Reads the configuration of this plugin.
 *
 * @throws InputError, or an Error of the configuration reader that names the key
 */
export function readSecurityConfig(config: Config): SecurityConfig {
  const own = config.getOptionalConfig(ROOT);
  const epssFile = own?.getOptionalString('epss.file');
  const kevFile = own?.getOptionalString('kev.file');
  const ignoreFile = own?.getOptionalString('trivyignore.file');
  const registries = own?.getOptionalStringArray('allowedRegistries');
  const maxScanBytes = own?.getOptionalNumber('ingest.maxBytes') ?? 20_000_000;
  if (!Number.isInteger(maxScanBytes) || maxScanBytes < 1000) {
    throw new InputError(`${ROOT}.ingest.maxBytes must be at least 1000`);
  }
  return {
    graceMs: readMilliseconds(config, `${ROOT}.reports.grace`, 2 * 3600_000),
    keepScansMs: readMilliseconds(
      config,
      `${ROOT}.ingest.keep`,
      90 * 24 * 3600_000,
    ),
    maxScanBytes,
    gateRules: readChecked(config, `${ROOT}.gate`, gateSchema).rules,
    deadlines: readDeadlines(config),
    longestRiskMs: readMilliseconds(
      config,
      `${ROOT}.risks.longest`,
      90 * 24 * 3600_000,
    ),
    tokens: (own?.getOptionalConfigArray('ingest.tokens') ?? []).map(readToken),
    vexFiles: own?.getOptionalStringArray('vex.files') ?? [],
    ...(registries ? { allowedRegistries: registries.map(readRegistry) } : {}),
    ...(epssFile ? { epssFile } : {}),
    ...(kevFile ? { kevFile } : {}),
    ...(ignoreFile ? { ignoreFile } : {}),
  };
}
