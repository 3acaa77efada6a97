#!/usr/bin/env node
/**
 * What following load tests costs the portal, for one run and for twenty, and
 * how long after its last sample a run has its verdict. Method and figures:
 * bench/README.md.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { freePort, freePorts, startPortal } from '../scripts/lib/portal.mjs';
import { ensureApp, ensureDependencies } from '../scripts/lib/prepare.mjs';
import { startSandbox } from '../scripts/lib/sandbox.mjs';
import { giveUp, say, step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';
import { cpuSeconds, keepResult, summarise, tokenOf } from './lib.mjs';

/** Services with a suite in the catalog, and their ports. */
const SERVICES = {
  'api-gateway': 8080,
  'favourite-service': 8800,
  'order-service': 8300,
  'payment-service': 8400,
  'product-service': 8500,
  'shipping-service': 8600,
  'user-service': 8700,
};
const CLUSTERS = ['aks-dev', 'gke-prod', 'eks-prod'];
const NAMESPACE = 'ecommerce';
const HOLD_SECONDS = 55;
const MEASURED_MS = 25_000;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

const LOCUSTFILE = `from locust import FastHttpUser, task


class Reader(FastHttpUser):
    connection_timeout = 5
    network_timeout = 10

    @task
    def read(self):
        self.client.get("/actuator/health")
`;

/** A suite of a service with the same small profile on all clusters. */
function suiteOf(service, port) {
  const environment = cluster => (cluster === 'aks-dev' ? 'dev' : 'prod');
  return JSON.stringify({
    name: service,
    locustfile: 'locustfile.py',
    userClasses: [{ name: 'Reader', pacing: '1s' }],
    targets: CLUSTERS.map(cluster => ({
      environment: environment(cluster),
      cluster,
      namespace: NAMESPACE,
      url: `http://${service}.${NAMESPACE}:${port}`,
    })),
    profiles: { load: { users: 10, rampUp: '5s', hold: `${HOLD_SECONDS}s` } },
    thresholds: [{ metric: 'failureRatio', atMost: '20%' }],
  });
}

function writeSuites(folder) {
  for (const [service, port] of Object.entries(SERVICES)) {
    const suite = join(folder, service);
    mkdirSync(suite, { recursive: true });
    writeFileSync(join(suite, 'loadtest.yaml'), suiteOf(service, port));
    writeFileSync(join(suite, 'locustfile.py'), LOCUSTFILE);
  }
}

/** Calls of one user of the portal. */
function callsOf(url, token) {
  const call = async (method, path, body) => {
    const response = await fetch(`${url}/api/loadtest/v1${path}`, {
      method,
      headers: {
        authorization: `Bearer ${token}`,
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      body: body && JSON.stringify(body),
    });
    const text = await response.text();
    if (!response.ok) throw new Error(`${method} ${path}: ${text}`);
    return JSON.parse(text);
  };
  return {
    async launch(service, cluster) {
      const entity = `/entities/component/default/${service}`;
      const suite = await call('GET', `${entity}/suite`);
      return call(
        'POST',
        `${entity}/targets/${cluster}/${NAMESPACE}/actions/launch`,
        {
          args: { profile: 'load', runner: 'kubernetes' },
          seen: { hash: suite.hash },
          confirm: { name: service },
        },
      );
    },
    runs: () => call('GET', '/runs?limit=100'),
    run: id => call('GET', `/runs/${id}`),
  };
}

async function cpuShare(pid, ms) {
  const before = cpuSeconds(pid);
  await pause(ms);
  return (cpuSeconds(pid) - before) / (ms / 1000);
}

/** Launches runs, measures the portal while they all send load, and how late their verdicts are. */
async function round(portal, calls, targets) {
  const before = new Set((await calls.runs()).map(({ id }) => id));
  const ours = async () =>
    (await calls.runs()).filter(({ id }) => !before.has(id));
  for (const [service, cluster] of targets) {
    await calls.launch(service, cluster);
  }
  await step(`Runs that send load: ${targets.length}`, async () => {
    for (;;) {
      const rows = await ours();
      const ended = rows.find(row => row.endedAt);
      if (ended) throw new Error(`${ended.id} ended: ${ended.problem}`);
      const loading = rows.filter(row => row.now?.users > 0);
      if (loading.length === targets.length) return;
      await pause(500);
    }
  });
  const share = await step('Measuring', () =>
    cpuShare(portal.pid, MEASURED_MS),
  );
  const lateMs = await step('Waiting for the verdicts', async () => {
    const late = new Map();
    while (late.size < targets.length) {
      const rows = await ours();
      const seen = Date.now();
      for (const row of rows) {
        if (late.has(row.id) || !row.verdict?.final) continue;
        const { points } = await calls.run(row.id);
        const last = points[points.length - 1];
        late.set(row.id, seen - (Date.parse(row.startedAt) + last.at * 1000));
      }
      await pause(50);
    }
    return [...late.values()];
  });
  // A target is free again when nothing of its run is left.
  await step('Waiting for the end of the runs', async () => {
    while ((await ours()).some(({ endedAt }) => endedAt === undefined)) {
      await pause(200);
    }
  });
  const result = {
    runs: targets.length,
    portalCpuShare: Number(share.toFixed(3)),
    verdictAfterLastSampleMs: summarise(lateMs),
  };
  say(JSON.stringify(result));
  return result;
}

async function main() {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const suites = join(folder, 'suites');
  writeSuites(suites);
  const config = join(folder, 'bench.yaml');
  writeFileSync(
    config,
    JSON.stringify({
      slipway: {
        loadtest: {
          suites,
          limits: {
            prod: { maxUsers: 500, maxDuration: '2h', approval: false },
          },
        },
      },
    }),
  );
  const sandbox = await startSandbox(tools, {
    state: join(folder, 'sandbox'),
    log: join(folder, 'sandbox.log'),
    args: ['--demo', 'off', '--port-base', String(await freePorts(8))],
  });
  let portal;
  try {
    portal = startPortal(tools, {
      configs: [sandbox.config, config],
      port: await freePort(),
      stateDir: join(folder, 'db'),
      log: join(folder, 'portal.log'),
    });
    await step('Starting sandbox and portal', async () => {
      await sandbox.ready();
      await portal.ready();
      await pause(10_000);
    });
    const calls = callsOf(portal.url, await tokenOf(portal.url, 'paula'));
    const targets = Object.keys(SERVICES)
      .flatMap(service => CLUSTERS.map(cluster => [service, cluster]))
      .slice(0, 20);
    const idle = await step('Measuring the idle portal', () =>
      cpuShare(portal.pid, MEASURED_MS),
    );
    keepResult('following', {
      question: 'portal CPU, as a share of a core, while it follows load tests',
      idleCpuShare: Number(idle.toFixed(3)),
      rounds: [
        await round(portal, calls, targets.slice(0, 1)),
        await round(portal, calls, targets),
      ],
    });
  } finally {
    await portal?.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(giveUp);
