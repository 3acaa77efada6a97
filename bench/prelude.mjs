#!/usr/bin/env node
/**
 * What Slipway's prelude costs Locust: requests a second of a real master and
 * two workers at full speed, with and without it, in turn. Method and figures:
 * bench/README.md.
 */
import { spawn } from 'node:child_process';
import {
  closeSync,
  mkdirSync,
  mkdtempSync,
  openSync,
  rmSync,
  writeFileSync,
} from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ROOT } from '../scripts/lib/paths.mjs';
import { locustProgram } from '../scripts/lib/parts/real-stack.mjs';
import { freePorts } from '../scripts/lib/portal.mjs';
import { giveUp, say, step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';
import { cpuSeconds, keepResult, summarise } from './lib.mjs';

const PRELUDE = join(
  ROOT,
  'plugins/loadtest-backend/prelude/slipway_prelude.py',
);
const PAIRS = 5;
const WORKERS = 2;
const USERS = 40;
const WARM_UP_MS = 4_000;
const MEASURED_MS = 12_000;
const READY_WITHIN_MS = 60_000;

/** Each user asks again as soon as it has its answer: nothing but Locust limits the rate. */
const LOCUSTFILE = `from locust import FastHttpUser, constant_pacing, task


class Reader(FastHttpUser):
    connection_timeout = 5
    network_timeout = 10
    wait_time = constant_pacing(0)

    @task(3)
    def orders(self):
        self.client.get("/orders")

    @task
    def products(self):
        self.client.get("/products")
`;

const pause = ms => new Promise(resolve => setTimeout(resolve, ms));

/** A server on loopback that answers at once and counts. */
async function countingServer() {
  let requests = 0;
  const server = createServer((_, response) => {
    requests++;
    response.end('{}');
  });
  server.keepAliveTimeout = 60_000;
  await new Promise(resolve => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${server.address().port}`,
    count: () => requests,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}

/** Arguments of a master as the runners of the portal start one (runners/runFile.ts). */
const masterArguments = (webPort, port, host) => [
  '--master',
  '--autostart',
  '--expect-workers',
  String(WORKERS),
  '--enable-rebalancing',
  '--stop-timeout',
  '5',
  '--master-bind-host',
  '127.0.0.1',
  '--master-bind-port',
  String(port),
  '--web-host',
  '127.0.0.1',
  '--web-port',
  String(webPort),
  '--host',
  host,
];

/** Starts a master and its workers; the curve of the prelude is the same number of users throughout. */
async function startLocust(locust, folder, server, hasPrelude) {
  mkdirSync(folder);
  const locustfile = join(folder, 'locustfile.py');
  const runFile = join(folder, 'run.json');
  writeFileSync(locustfile, LOCUSTFILE);
  writeFileSync(
    runFile,
    JSON.stringify({
      run: 'bench',
      points: [
        [0, USERS],
        [600, USERS],
      ],
      classes: { Reader: { weight: 1, pacing: 0 } },
      sampleSeconds: 2,
      deadlineSeconds: 300,
    }),
  );
  const webPort = await freePorts(2);
  const port = webPort + 1;
  const files = ['-f', hasPrelude ? `${PRELUDE},${locustfile}` : locustfile];
  const start = (name, args) => {
    const log = openSync(join(folder, `${name}.log`), 'a');
    const child = spawn(locust, [...files, ...args], {
      cwd: folder,
      stdio: ['ignore', log, log],
      env: {
        PATH: process.env.PATH,
        HOME: folder,
        LANG: 'C.UTF-8',
        SLIPWAY_RUN_FILE: runFile,
      },
    });
    closeSync(log);
    return child;
  };
  const users = hasPrelude
    ? []
    : ['--users', String(USERS), '--spawn-rate', String(USERS)];
  return [
    start('master', [...masterArguments(webPort, port, server.url), ...users]),
    ...Array.from({ length: WORKERS }, (_, index) =>
      start(`worker-${index + 1}`, [
        '--worker',
        '--master-host',
        '127.0.0.1',
        '--master-port',
        String(port),
      ]),
    ),
  ];
}

const ended = child =>
  child.exitCode !== null || child.signalCode !== null
    ? Promise.resolve()
    : new Promise(resolve => child.once('exit', resolve));

async function stop(children) {
  // Workers first: without a master they would continue for a while.
  for (const child of [...children].reverse()) child.kill('SIGKILL');
  await Promise.all(children.map(ended));
}

/** One round: requests a second as the server counts them, and for each second of the workers' CPU time. */
async function round(locust, folder, server, hasPrelude) {
  const children = await startLocust(locust, folder, server, hasPrelude);
  try {
    const before = server.count();
    const deadline = Date.now() + READY_WITHIN_MS;
    while (server.count() - before < 10 * USERS) {
      if (
        Date.now() > deadline ||
        children.some(({ exitCode }) => exitCode !== null)
      ) {
        throw new Error(`Locust does not send load; its logs are in ${folder}`);
      }
      await pause(50);
    }
    await pause(WARM_UP_MS);
    const [master, ...workers] = children;
    const cpuOf = processes =>
      processes.reduce((sum, { pid }) => sum + cpuSeconds(pid), 0);
    const from = {
      at: performance.now(),
      count: server.count(),
      workers: cpuOf(workers),
      master: cpuOf([master]),
    };
    await pause(MEASURED_MS);
    const seconds = (performance.now() - from.at) / 1000;
    const requests = server.count() - from.count;
    const result = {
      hasPrelude,
      requestsPerSecond: requests / seconds,
      requestsPerWorkerCpuSecond: requests / (cpuOf(workers) - from.workers),
      masterCpuShare: (cpuOf([master]) - from.master) / seconds,
    };
    say(
      `${hasPrelude ? 'with   ' : 'without'}: ${Math.round(
        result.requestsPerSecond,
      )} requests a second, ${Math.round(
        result.requestsPerWorkerCpuSecond,
      )} for each CPU second of the workers`,
    );
    return result;
  } finally {
    await stop(children);
  }
}

/** How much less there is with the prelude than without, percent; negative: more. */
const lessPercent = (pairs, figure) =>
  summarise(
    pairs.map(
      ({ with: one, without: other }) =>
        100 * (1 - one[figure] / other[figure]),
    ),
  );

async function main() {
  const tools = await ensureToolchain();
  const locust = await locustProgram(tools);
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const server = await countingServer();
  let kept = false;
  try {
    const pairs = [];
    for (let index = 0; index < PAIRS; index++) {
      // The order changes, so that neither is always the later one.
      const order = index % 2 === 0 ? [false, true] : [true, false];
      const pair = {};
      for (const hasPrelude of order) {
        const name = hasPrelude ? 'with' : 'without';
        pair[name] = await step(`Round ${index + 1}, ${name} the prelude`, () =>
          round(locust, join(folder, `${index}-${name}`), server, hasPrelude),
        );
      }
      pairs.push(pair);
    }
    keepResult('prelude', {
      question:
        'percent of requests a second that Locust loses by the prelude; negative: it gains',
      users: USERS,
      workers: WORKERS,
      lessRequestsPerSecondPercent: lessPercent(pairs, 'requestsPerSecond'),
      lessRequestsPerWorkerCpuSecondPercent: lessPercent(
        pairs,
        'requestsPerWorkerCpuSecond',
      ),
      pairs,
    });
    kept = true;
  } finally {
    server.close();
    if (kept) rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(giveUp);
