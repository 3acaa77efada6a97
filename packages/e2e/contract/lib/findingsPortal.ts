import { createHash } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { inflateRawSync } from 'node:zlib';
import { LoggerService } from '@backstage/backend-plugin-api';
import { ConfigReader } from '@backstage/config';
import { JsonObject } from '@backstage/types';
import { Bound, ObjectMeta } from '@slipway/plugin-clusters-common';
import {
  DefaultClusters,
  readClustersSettings,
} from '@slipway/plugin-clusters-node';
import {
  createFindings,
  DatabaseFindingsStore,
  FindingsParts,
  FindingsStore,
  readSecurityConfig,
} from '@slipway/plugin-security-backend/findings';
import knexFactory from 'knex';
import { parse } from 'yaml';
import { impersonating } from './impersonating';
import { at } from './json';
import { As } from './objects';
import { Target } from './target';

/** A token with which builds send their scans. */
const INGEST = 'slipway-contract-of-findings';

/** Everything in a namespace belongs to one entity, of its name. */
export const entityOf = (namespace: string) => `component:default/${namespace}`;

const boundOf = ({ namespace = '' }: Pick<ObjectMeta, 'namespace'>): Bound => ({
  entity: {
    state: 'bound',
    entityRef: entityOf(namespace),
    by: 'workload-annotation',
  },
});

/** Name of the context of a target, which is its cluster's here. */
const contextOf = ({ kubeconfig }: Target) =>
  String(at(parse(readFileSync(kubeconfig, 'utf8')), 'current-context'));

/** The kubeconfig with which a portal reads a target; of the target itself, or of a server in front of it. */
function kubeconfigOf(target: Target, folder: string, server?: string) {
  if (!server) return target.kubeconfig;
  const file = join(folder, 'kubeconfig');
  writeFileSync(
    file,
    JSON.stringify({
      clusters: [
        {
          name: 'c',
          cluster: { server, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'u', user: {} }],
      contexts: [
        {
          name: contextOf(target),
          context: { cluster: 'c', user: 'u' },
        },
      ],
    }),
    { mode: 0o600 },
  );
  return file;
}

/** What of a portal keeps findings and answers about them. */
export interface FindingsPortal extends FindingsParts {
  store: FindingsStore;
  /** What it logged as a warning or an error. */
  warnings: string[];
  /** Name of its only cluster. */
  cluster: string;
  /** Its clock, and what happens by time, is so much later. */
  pass(ms: number): Promise<void>;
  /** The scan of a build, as its pipeline sends it. */
  send(document: unknown): Promise<void>;
  /** Every text in its database, unpacked. */
  kept(): Promise<string>;
  stop(): Promise<void>;
}

/**
 * What of a portal keeps findings and answers about them, with a cluster of its
 * own to look at and a database in memory.
 *
 * @param options.as - whose rights it has; of the target's credentials by default
 */
export async function startFindings(
  target: Target,
  options: { as?: As; config?: JsonObject } = {},
): Promise<FindingsPortal> {
  const folder = mkdtempSync(join(tmpdir(), 'findings-'));
  const front = options.as && (await impersonating(target, options.as));
  const shutDowns: Array<() => void | Promise<void>> = [];
  const warnings: string[] = [];
  const logger: LoggerService = {
    error: message => warnings.push(message),
    warn: message => warnings.push(message),
    info() {},
    debug() {},
    child: () => logger,
  };
  const clusters = DefaultClusters.create({
    settings: readClustersSettings(
      new ConfigReader({
        slipway: {
          kubeconfig: {
            file: kubeconfigOf(target, folder, front?.url),
            context: contextOf(target),
          },
        },
      }),
    ),
    logger,
    lifecycle: {
      addStartupHook() {},
      addBeforeShutdownHook() {},
      addShutdownHook: hook => {
        shutDowns.push(hook);
      },
    },
  });
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: ':memory:',
    useNullAsDefault: true,
  });
  const store = await DatabaseFindingsStore.create({
    database: { getClient: async () => knex },
  });
  let later = 0;
  const parts = createFindings({
    clusters,
    config: readSecurityConfig(
      new ConfigReader({
        slipway: {
          security: {
            ingest: {
              tokens: [
                {
                  name: 'contract',
                  sha256: createHash('sha256').update(INGEST).digest('hex'),
                  repositories: ['registry.example.test/*'],
                },
              ],
            },
            ...options.config,
          },
        },
      }),
    ),
    logger,
    owners: { bind: (_, metadata) => boundOf(metadata), known: () => true },
    risks: { active: async () => [] },
    store,
    onChange() {},
    now: () => Date.now() + later,
  });
  await parts.ingest.start();
  return {
    ...parts,
    store,
    warnings,
    cluster: contextOf(target),
    async pass(ms: number): Promise<void> {
      later += ms;
      await parts.ingest.expire();
    },
    async send(document: unknown): Promise<void> {
      const token = parts.inbox.tokenOf(`Bearer ${INGEST}`);
      if (!token) throw new Error('The token is not known.');
      await parts.inbox.keep(token, document);
    },
    async kept(): Promise<string> {
      const tables: Array<{ name: string }> = await knex('sqlite_master')
        .where({ type: 'table' })
        .select('name');
      const rows = await Promise.all(
        tables.map(({ name }) => knex(name).select()),
      );
      return JSON.stringify(rows, (_, value) =>
        typeof value === 'string' && value.startsWith('z:')
          ? inflateRawSync(Buffer.from(value.slice(2), 'base64')).toString()
          : value,
      );
    },
    async stop(): Promise<void> {
      parts.ingest.stop();
      parts.running.stop();
      await Promise.all(shutDowns.map(hook => hook()));
      await front?.close();
      await parts.ingest.idle();
      await knex.destroy();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
