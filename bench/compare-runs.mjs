/**
 * How long the portal takes to compare five load runs of one hour. See
 * bench/README.md. Needs no platform: the routes of the plugin over a SQLite
 * file with generated samples.
 */
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { cpus, tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { performance } from 'node:perf_hooks';
import { fileURLToPath } from 'node:url';

const HERE = dirname(fileURLToPath(import.meta.url));
const require = createRequire(import.meta.url);
require('@backstage/cli/config/nodeTransform.cjs');

const RUNS = 5;
const SECONDS = 3600;
const SAMPLE_SECONDS = 6;
const ENDPOINTS = 20;
const REQUESTS_PER_SECOND = 200;
const ROUNDS = 40;
const GOAL_MS = 300;

const { mockServices } = require('@backstage/backend-test-utils');
const express = require('express');
const knexFactory = require('knex');
const source = path =>
  require(join(HERE, '../plugins/loadtest-backend/src', path));
const { DatabaseRunStore } = source('database/DatabaseRunStore.ts');
const { createReadRouter } = source('routers/createReadRouter.ts');
const { RunsService } = source('services/RunsService.ts');
const { samplePoint } = require(join(
  HERE,
  '../plugins/loadtest-common/src/index.ts',
));

/** The same figures in every round. */
function random(seed) {
  let state = seed;
  return () => {
    state = (state * 1664525 + 1013904223) % 4294967296;
    return state / 4294967296;
  };
}

/** A response time of a long-tailed service, whole and of three digits, as the prelude counts. */
function milliseconds(next) {
  const value = 20 + 15 * Math.exp(2.2 * (next() + next() + next() - 1.5));
  return Math.round(Number(value.toPrecision(3)));
}

const CLASSES = [
  { name: 'Reader', weight: 1, pacingSeconds: 1, requestsPerTask: 1 },
];

function detailOf(id, index) {
  const created = new Date(Date.UTC(2026, 0, 2 + index));
  return {
    id,
    entityRef: 'component:default/orders',
    suite: 'Orders',
    profile: 'endurance',
    runner: 'kubernetes',
    environment: 'stage',
    cluster: 'gke',
    namespace: 'shop',
    targetUrl: `http://orders-${index}.shop:8300`,
    state: 'finished',
    startedBy: 'user:default/olga',
    createdAt: created.toISOString(),
    endsBy: new Date(created.getTime() + SECONDS * 1000).toISOString(),
    peakUsers: REQUESTS_PER_SECOND,
    durationSeconds: SECONDS,
    curve: {
      points: [
        { at: 0, users: REQUESTS_PER_SECOND },
        { at: SECONDS, users: REQUESTS_PER_SECOND },
      ],
      phases: [],
      durationSeconds: SECONDS,
      peakUsers: REQUESTS_PER_SECOND,
    },
    warmUpSeconds: 30,
    userClasses: CLASSES,
    thresholds: [],
    workersWanted: 4,
    hasReport: false,
  };
}

function* samplesOf(seed) {
  const next = random(seed);
  const entries = Array.from({ length: ENDPOINTS }, (_, index) => ({
    method: 'GET',
    name: `/orders/${index}`,
    requests: 0,
    failures: 0,
    sumMs: 0,
    times: {},
  }));
  for (let seq = 1; seq * SAMPLE_SECONDS <= SECONDS; seq++) {
    for (let n = 0; n < REQUESTS_PER_SECOND * SAMPLE_SECONDS; n++) {
      const entry = entries[Math.floor(next() * ENDPOINTS)];
      const ms = milliseconds(next);
      entry.requests++;
      entry.sumMs += ms;
      entry.times[ms] = (entry.times[ms] ?? 0) + 1;
      if (next() < 0.002) entry.failures++;
    }
    yield {
      seq,
      at: seq * SAMPLE_SECONDS,
      users: REQUESTS_PER_SECOND,
      wantedUsers: REQUESTS_PER_SECOND,
      workers: 4,
      missingWorkers: 0,
      maxCpuPercent: 30,
      entries,
    };
  }
}

const folder = mkdtempSync(join(tmpdir(), 'compare-runs-'));
const knex = knexFactory({
  client: 'better-sqlite3',
  connection: join(folder, 'runs.sqlite'),
  useNullAsDefault: true,
});
try {
  const store = await DatabaseRunStore.create({
    database: mockServices.database({ knex }),
  });
  const ids = [];
  let bytes = 0;
  for (let run = 0; run < RUNS; run++) {
    const id = `00000000-0000-4000-8000-00000000000${run}`;
    ids.push(id);
    const detail = detailOf(id, run);
    await store.open('bench', detail, {});
    const recent = [];
    for (const sample of samplesOf(run + 1)) {
      const kept = JSON.stringify(sample);
      bytes += kept.length;
      const point = samplePoint(recent, sample, CLASSES);
      recent.push(JSON.parse(kept));
      if (recent.length > 4) recent.shift();
      await knex('samples').insert({
        run_id: id,
        seq: sample.seq,
        point: JSON.stringify(point),
        sample: kept,
      });
    }
  }

  const app = express();
  app.use(
    createReadRouter({
      httpAuth: { credentials: async () => ({}) },
      access: { requireRead: async () => {} },
      runs: new RunsService({ store, onChange() {} }),
    }),
  );
  const server = await new Promise(resolve => {
    const listening = app.listen(0, '127.0.0.1', () => resolve(listening));
  });
  const base = `http://127.0.0.1:${server.address().port}`;
  const next = random(99);

  async function measure(queryOf) {
    const times = [];
    let size = 0;
    let cpu = process.cpuUsage();
    for (let round = -5; round < ROUNDS; round++) {
      const from = performance.now();
      const answer = await fetch(`${base}/compare?${queryOf()}`);
      const text = await answer.text();
      const ms = performance.now() - from;
      if (answer.status !== 200) throw new Error(text);
      size = text.length;
      if (round >= 0) times.push(ms);
      if (round === -1) cpu = process.cpuUsage();
    }
    const { user, system } = process.cpuUsage(cpu);
    times.sort((a, b) => a - b);
    const at = share =>
      times[Math.min(times.length - 1, Math.floor(times.length * share))];
    const rounded = value => Math.round(value * 10) / 10;
    return {
      rounds: times.length,
      medianMs: rounded(at(0.5)),
      p95Ms: rounded(at(0.95)),
      maxMs: rounded(times[times.length - 1]),
      // Of the whole process, which asks too: what a busy machine does not change.
      cpuMsEach: rounded((user + system) / 1000 / times.length),
      answerKB: Math.round(size / 1000),
    };
  }

  const runs = `runs=${ids.join(',')}`;
  const start = () => Math.floor(next() * (SECONDS - 600));
  const results = {
    at: new Date().toISOString(),
    machine: `${cpus().length} × ${cpus()[0]?.model ?? 'unknown'}, Node ${
      process.version
    }`,
    runs: RUNS,
    samplesEach: SECONDS / SAMPLE_SECONDS,
    endpoints: ENDPOINTS,
    keptMB: Math.round(bytes / 1e6),
    goalMs: GOAL_MS,
    wholeRuns: await measure(() => runs),
    movedWindows: await measure(
      () => `${runs}&from=${ids.map(start).join(',')}&seconds=600&points=none`,
    ),
  };
  mkdirSync(join(HERE, 'results'), { recursive: true });
  writeFileSync(
    join(HERE, 'results/compare-runs.json'),
    `${JSON.stringify(results, null, 2)}\n`,
  );
  console.log(JSON.stringify(results, null, 2));
  await new Promise(resolve => server.close(resolve));
} finally {
  await knex.destroy();
  rmSync(folder, { recursive: true, force: true });
}
