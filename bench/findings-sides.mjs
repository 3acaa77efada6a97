#!/usr/bin/env node
/**
 * One side of bench/findings.mjs, in a process of its own: `slipway` keeps
 * reports as the portal does, `in-memory` as trivy-operator-dashboard does.
 * Takes what the cluster sent, sends what it measured.
 */
import { mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { ROOT } from '../scripts/lib/paths.mjs';
import { summarise } from './lib.mjs';

const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');

const SEARCHES = 300;
const WARM_UP = 30;
/** A bound for what never comes, ms. */
const PATIENCE = 600_000;
const MIB = 2 ** 20;

/** Objects, and the bytes of buffers, after two collections; and what the process has of the machine's memory. */
async function memory() {
  await sleep(500);
  global.gc();
  global.gc();
  const { heapUsed, external, rss } = process.memoryUsage();
  return { used: heapUsed + external, rss };
}

const mib = (before, after) => ({
  usedMiB: Math.round(((after.used - before.used) / MIB) * 10) / 10,
  rssMiB: Math.round(((after.rss - before.rss) / MIB) * 10) / 10,
});

/** In turn: who runs a vulnerability, who runs a package, who runs it below a version. */
function queriesOf({ vulnerabilities, packages }) {
  const of = (list, index) => list[(index * 7_919) % list.length];
  return Array.from({ length: SEARCHES + WARM_UP }, (_, index) => {
    const { name, version } = of(packages, index);
    return [
      { vulnerability: of(vulnerabilities, index) },
      { package: name },
      { package: name, below: `${version}9` },
    ][index % 3];
  });
}

/** Milliseconds of each search, to the text of its answer. */
async function timed(given, search) {
  const times = [];
  let hits = 0;
  let bytes = 0;
  for (const [index, query] of queriesOf(given).entries()) {
    const from = performance.now();
    const found = await search(query);
    const text = JSON.stringify(found);
    const ms = performance.now() - from;
    if (index < WARM_UP) continue;
    times.push(Math.round(ms * 100) / 100);
    hits += (found.hits ?? found).length;
    bytes += text.length;
  }
  if (!hits) throw new Error('The searches found nothing.');
  return {
    ...summarise(times),
    hitsEach: Math.round(hits / times.length),
    bytesEach: Math.round(bytes / times.length),
  };
}

async function slipway(given, folder) {
  const source = path =>
    require(join(ROOT, 'plugins/security-backend/src', path));
  const { mockServices } = require('@backstage/backend-test-utils');
  const { ConfigReader } = require('@backstage/config');
  const knexFactory = require('knex');
  const { DefaultClusters, readClustersSettings } = require(join(
    ROOT,
    'core/clusters-node/src/index.ts',
  ));
  const { DatabaseFindingsStore } = source('database/DatabaseFindingsStore.ts');
  const { ReportIngest } = source('ingest/ReportIngest.ts');
  const { FleetReader } = source('services/fleet/FleetReader.ts');
  const { Running } = source('services/Running.ts');
  const { SearchService } = source('services/SearchService.ts');
  const { Suppressions } = source('services/Suppressions.ts');
  const { SignalFiles } = source('signals/SignalFiles.ts');

  const { FOR_FULL_DISKS } = require(join(
    ROOT,
    'core/portal-node/src/storage/guardDatabase.ts',
  ));

  const kubeconfig = join(folder, 'kubeconfig');
  writeFileSync(
    kubeconfig,
    JSON.stringify({
      clusters: [
        {
          name: 'c',
          cluster: { server: given.url, 'insecure-skip-tls-verify': true },
        },
      ],
      users: [{ name: 'u', user: { token: given.token } }],
      contexts: [{ name: 'bench', context: { cluster: 'c', user: 'u' } }],
    }),
    { mode: 0o600 },
  );
  const logger = {
    error: message => console.error(message),
    warn: message => console.error(message),
    info() {},
    debug() {},
    child: () => logger,
  };
  const clusters = DefaultClusters.create({
    settings: readClustersSettings(
      new ConfigReader({
        slipway: { kubeconfig: { file: kubeconfig, context: 'bench' } },
      }),
    ),
    logger,
    lifecycle: {
      addStartupHook() {},
      addBeforeShutdownHook() {},
      addShutdownHook() {},
    },
  });
  const owners = {
    known: () => true,
    bind: (_, { labels = {} }) => ({
      entity: {
        state: 'bound',
        entityRef: `component:default/${labels.service}`,
        by: 'workload-annotation',
      },
      ownerRef: `group:default/${labels.team}`,
    }),
  };
  const file = join(folder, 'security.sqlite');
  const knex = knexFactory({
    client: 'better-sqlite3',
    connection: file,
    useNullAsDefault: true,
  });
  // As the portal opens a database file.
  for (const pragma of FOR_FULL_DISKS) await knex.raw(`PRAGMA ${pragma}`);
  const store = await DatabaseFindingsStore.create({
    database: mockServices.database({ knex }),
  });
  const now = () => Date.now();
  const running = new Running(clusters, owners);
  await running.ready();
  const files = new SignalFiles({ vexFiles: [] }, logger);
  const before = await memory();

  const from = performance.now();
  const cpu = process.cpuUsage();
  const ingest = new ReportIngest({
    clusters,
    logger,
    running,
    store,
    graceMs: 3_600_000,
    onChange() {},
    now,
  });
  await ingest.start();
  const kept = async () =>
    Number((await knex('security_reports').count({ n: '*' }))[0].n);
  for (;;) {
    await ingest.idle();
    if ((await kept()) >= given.reports) break;
    if (performance.now() - from > PATIENCE)
      throw new Error('Not all were kept.');
    await sleep(20);
  }
  await ingest.idle();
  const seconds = (performance.now() - from) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const after = await memory();

  const reader = new FleetReader({
    files,
    ingest,
    owners,
    running,
    store,
    suppressions: new Suppressions({
      files,
      risks: { active: async () => [] },
      now,
    }),
    now,
  });
  const search = new SearchService({ reader, store, now });
  const result = {
    ingest: {
      seconds: Math.round(seconds * 10) / 10,
      reportsPerSecond: Math.round(given.reports / seconds),
      cpuSeconds: Math.round((user + system) / 100_000) / 10,
    },
    memory: mib(before, after),
    findingsKept: Number(
      (await knex('finding_intervals').count({ n: '*' }))[0].n,
    ),
    databaseMB: Math.round(statSync(file).size / 1e6),
    search: await timed(given, query =>
      search.search(query, async refs => new Set(refs)),
    ),
  };
  ingest.stop();
  running.stop();
  await knex.destroy();
  return result;
}

/**
 * All reports in memory, each search through all of them.
 *
 * @see trivy-operator-dashboard: its watchers fill dictionaries of whole reports, from which its API answers
 */
async function inMemory(given) {
  const before = await memory();
  const from = performance.now();
  const cpu = process.cpuUsage();
  const reports = [];
  let next = '';
  do {
    const answer = await fetch(
      `${
        given.url
      }/apis/aquasecurity.github.io/v1alpha1/vulnerabilityreports?limit=500&continue=${encodeURIComponent(
        next,
      )}`,
      { headers: { authorization: `Bearer ${given.token}` } },
    );
    const page = await answer.json();
    reports.push(...page.items);
    next = page.metadata.continue ?? '';
  } while (next);
  const seconds = (performance.now() - from) / 1_000;
  const { user, system } = process.cpuUsage(cpu);
  const after = await memory();
  const below = require(join(
    ROOT,
    'plugins/security-common/src/index.ts',
  )).belowVersion;
  const type = purl => /^pkg:([^/]+)/.exec(purl)?.[1];
  return {
    ingest: {
      seconds: Math.round(seconds * 10) / 10,
      reportsPerSecond: Math.round(reports.length / seconds),
      cpuSeconds: Math.round((user + system) / 100_000) / 10,
    },
    memory: mib(before, after),
    search: await timed(given, query =>
      reports.flatMap(({ metadata, report }) =>
        report.vulnerabilities
          .filter(
            each =>
              (!query.vulnerability ||
                each.vulnerabilityID === query.vulnerability) &&
              (!query.package || each.resource === query.package) &&
              (!query.below ||
                below(
                  {
                    type: type(each.packagePURL),
                    version: each.installedVersion,
                  },
                  query.below,
                )),
          )
          .map(each => ({
            namespace: metadata.namespace,
            labels: metadata.labels,
            ...each,
          })),
      ),
    ),
  };
}

const SIDES = { slipway, 'in-memory': inMemory };
const folder = mkdtempSync(join(tmpdir(), 'findings-'));
process.once('message', async given => {
  try {
    const answer = await SIDES[process.argv[2]](given, folder);
    await new Promise(resolve => process.send({ answer }, resolve));
  } catch (error) {
    console.error(error);
    process.exitCode = 1;
  }
  rmSync(folder, { recursive: true, force: true });
  process.exit();
});
