#!/usr/bin/env node
/**
 * The timeline of a service over 30 days with 5,000 marks: how long from the
 * press on "30 days" to the picture, and frames while it is moved, zoomed and
 * scrolled. Method and figures: bench/README.md.
 */
import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { ROOT } from '../scripts/lib/paths.mjs';
import { findChromium } from '../scripts/lib/parts/needs.mjs';
import { freePort, freePorts, startPortal } from '../scripts/lib/portal.mjs';
import { ensureApp, ensureDependencies } from '../scripts/lib/prepare.mjs';
import { startSandbox } from '../scripts/lib/sandbox.mjs';
import { giveUp, step } from '../scripts/lib/say.mjs';
import { ensureToolchain } from '../scripts/lib/toolchain.mjs';
import { keepResult, pressUser, summarise } from './lib.mjs';

const require = createRequire(join(ROOT, 'packages/e2e/package.json'));
const DAYS = 30;
const ROUNDS = 30;
/** Rounds before them: what is compiled once, in the browser and in the portal, is compiled. */
const WARM_UP = 5;
const GOAL_PAINT_MS = 300;
const GOAL_FRAME_MS = 50;
const SERVICE = 'order-service';
const ENTITY = `component:default/${SERVICE}`;
const PLACE = { cluster: 'gke-prod', namespace: 'ecommerce' };
const TARGET = { ...PLACE, kind: 'Rollout', name: SERVICE, entityRef: ENTITY };
/** Marks and bands of each lane. A release is two bands and a mark, a change of findings two marks. */
const COUNTS = {
  releases: 500,
  analyses: 500,
  faults: 1_000,
  loads: 700,
  jointRuns: 300,
  findings: 500,
};
const MARKS =
  COUNTS.releases * 3 +
  COUNTS.analyses +
  COUNTS.faults +
  COUNTS.loads +
  COUNTS.jointRuns +
  COUNTS.findings * 2;

const NOW = Date.now();
const SPAN = DAYS * 86_400_000;
/** Everything has ended so long before now, ms. */
const LATEST_MS = 6 * 3_600_000;
/** The time of one of so many things that are spread over the days, ms. */
const spread = (index, count, shiftMs = 0) =>
  NOW - SPAN + ((index + 0.5) / count) * (SPAN - LATEST_MS) + shiftMs;
const iso = ms => new Date(Math.round(ms)).toISOString();
const times = (count, make) => Array.from({ length: count }, (_, i) => make(i));

function entry(plugin, type, at, target, after) {
  const id = randomUUID();
  return {
    id,
    at: iso(at),
    source: 'platform',
    plugin,
    type,
    cluster: target.cluster,
    namespace: target.namespace,
    kind: target.kind,
    name: target.name,
    uid: target.uid ?? null,
    entity_ref: ENTITY,
    summary: `${target.name}: ${type}`,
    severity: 'info',
    outcome: 'succeeded',
    after_json: JSON.stringify(after),
    event_key: id,
  };
}

/** What the activity record has of releases, analysis and faults. */
function activityEntries() {
  const releases = times(COUNTS.releases, index => {
    const at = spread(index, COUNTS.releases);
    const facts = {
      revision: index + 1,
      version: `1.${index}.0`,
      stableVersion: `1.${Math.max(0, index - 1)}.0`,
      updating: true,
    };
    const { updating, stableVersion, ...healthy } = facts;
    return [
      entry('rollouts', 'phase-changed', at, TARGET, {
        ...facts,
        phase: 'Progressing',
        weight: 20,
      }),
      entry('rollouts', 'waiting', at + 120_000, TARGET, {}),
      entry('rollouts', 'phase-changed', at + 1_200_000, TARGET, {
        ...healthy,
        phase: 'Healthy',
      }),
    ];
  });
  const analyses = times(COUNTS.analyses, index => {
    const at = spread(index, COUNTS.analyses, 300_000);
    return entry('rollouts', 'analysis', at + 600_000, TARGET, {
      analysisRun: `${SERVICE}-${index}`,
      phase: index % 7 === 0 ? 'Failed' : 'Successful',
      startedAt: iso(at),
    });
  });
  const faults = times(COUNTS.faults, index => {
    const at = spread(index, COUNTS.faults);
    const target = {
      ...PLACE,
      kind: 'NetworkChaos',
      name: `slow-${index}`,
      uid: randomUUID(),
    };
    return [
      entry('chaos', 'injected', at, target, { effect: 'Delays 300 ms' }),
      entry('chaos', 'recovered', at + 900_000, target, {}),
    ];
  });
  return [...releases.flat(), ...analyses, ...faults.flat()];
}

const verdictOf = index => ({
  outcome: index % 5 === 0 ? 'fail' : 'pass',
  reason: 'p95 was 210 ms.',
  final: true,
});

function loadRun(index) {
  const at = spread(index, COUNTS.loads);
  return {
    id: randomUUID(),
    entityRef: ENTITY,
    suite: 'Orders',
    profile: 'spike',
    runner: 'kubernetes',
    environment: 'prod',
    ...PLACE,
    targetUrl: `http://${SERVICE}-${index}`,
    state: 'starting',
    startedBy: 'user:default/olga',
    createdAt: iso(at),
    startedAt: iso(at + 5_000),
    loadFrom: iso(at + 6_000),
    loadUntil: iso(at + 600_000),
    endedAt: iso(at + 610_000),
    endsBy: iso(at + 900_000),
    peakUsers: 500,
    durationSeconds: 600,
    curve: { points: [], phases: [], durationSeconds: 600, peakUsers: 500 },
    warmUpSeconds: 0,
    userClasses: [],
    thresholds: [],
    workersWanted: 1,
    hasReport: false,
    verdict: verdictOf(index),
  };
}

function jointRun(index) {
  const at = spread(index, COUNTS.jointRuns, 1_800_000);
  return {
    id: randomUUID(),
    entityRef: ENTITY,
    ...PLACE,
    workload: `${SERVICE}-${index}`,
    environment: 'prod',
    title: `Lose a pod ${index}`,
    state: 'starting',
    startedBy: 'user:default/olga',
    createdAt: iso(at),
    plannedEndAt: iso(at + 600_000),
    endedAt: iso(at + 600_000),
    design: {},
    parts: [{ id: 'p1', kind: 'fault', offer: 'one', title: 'Pod kill' }],
    sampleSeconds: 5,
    absences: [],
    canaries: [],
    verdict: verdictOf(index),
  };
}

/** Writes the past into the databases that the portal will open, through its own stores where they keep what the portal makes of it. */
async function fill(stateDir) {
  const sqlite = plugin => {
    const knex = require('knex')({
      client: 'better-sqlite3',
      connection: join(stateDir, `${plugin}.sqlite`),
      useNullAsDefault: true,
    });
    const { mockServices } = require('@backstage/backend-test-utils');
    return { knex, database: mockServices.database({ knex }) };
  };
  const source = path => require(join(ROOT, path));
  mkdirSync(stateDir, { recursive: true });

  const activity = sqlite('activity');
  await activity.knex.migrate.latest({
    directory: join(ROOT, 'core/activity-backend/migrations'),
  });
  await activity.knex.batchInsert('entries', activityEntries(), 50);
  await activity.knex.destroy();

  const { DatabaseRunStore } = source(
    'plugins/loadtest-backend/src/database/DatabaseRunStore.ts',
  );
  const load = sqlite('loadtest');
  const runs = await DatabaseRunStore.create(load);
  for (const detail of times(COUNTS.loads, loadRun)) {
    await runs.open('bench', detail, {});
    await runs.step('bench', { detail: { ...detail, state: 'finished' } });
  }
  await load.knex.destroy();

  const { DatabaseResilienceStore } = source(
    'plugins/resilience-backend/src/database/DatabaseResilienceStore.ts',
  );
  const joint = sqlite('resilience');
  const jointRuns = await DatabaseResilienceStore.create(joint);
  for (const detail of times(COUNTS.jointRuns, jointRun)) {
    await jointRuns.open('bench', detail, 15_000);
    await jointRuns.step('bench', {
      detail: { ...detail, state: 'finished' },
      at: detail.endedAt,
      verdict: {},
    });
  }
  await joint.knex.destroy();

  const { DatabaseFindingsStore } = source(
    'plugins/security-backend/src/database/DatabaseFindingsStore.ts',
  );
  const security = sqlite('security');
  const findings = await DatabaseFindingsStore.create(security);
  const container = { ...PLACE, workload: SERVICE, container: SERVICE };
  for (const index of times(COUNTS.findings, i => i)) {
    const at = spread(index, COUNTS.findings);
    const facts = {
      repository: SERVICE,
      vulnerability: `CVE-2026-${index}`,
      pkg: 'qs',
      installed: '1.0.0',
      severity: index % 3 === 0 ? 'critical' : 'high',
    };
    const current = new Map([[facts.vulnerability, facts]]);
    await findings.apply(container, current, iso(at), 'scan');
    await findings.apply(container, new Map(), iso(at + 3_600_000), 'scan');
  }
  await security.knex.destroy();
}

/** Presses the button of a range; the answer is when the picture with so many marks was painted, in ms from the press. */
function paintAfter(page, label, least) {
  return page.evaluate(
    ([wanted, marks]) =>
      new Promise(resolve => {
        const button = [...document.querySelectorAll('button')].find(
          ({ textContent }) => textContent === wanted,
        );
        const shown = () => {
          const title = [...document.querySelectorAll('h3 button')].find(
            ({ textContent }) => textContent.startsWith('What happened'),
          );
          return Number(/\d+$/.exec(title?.textContent ?? '')?.[0] ?? 0);
        };
        performance.clearResourceTimings();
        const start = performance.now();
        const done = () => {
          const painted = performance.now();
          const answers = performance
            .getEntriesByType('resource')
            .filter(({ name }) => /\/timeline\?/.test(name));
          const answered = Math.max(...answers.map(one => one.responseEnd));
          resolve({
            paintMs: painted - start,
            answerMs: answered - start,
            drawMs: painted - answered,
          });
        };
        const observer = new MutationObserver(() => {
          if (marks > 0 ? shown() < marks : shown() > 1_000) return;
          observer.disconnect();
          // After the frame in which it stands: what a message posted there follows.
          requestAnimationFrame(() => {
            const { port1, port2 } = new MessageChannel();
            port1.onmessage = done;
            port2.postMessage(0);
          });
        });
        observer.observe(document.body, {
          subtree: true,
          childList: true,
          characterData: true,
        });
        button.click();
      }),
    [label, least],
  );
}

/** Starts to note frames and long tasks in the page; the answer ends it. */
async function watchFrames(page) {
  await page.evaluate(() => {
    const frames = [];
    const tasks = [];
    let on = true;
    let last;
    const observer = new PerformanceObserver(list =>
      tasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    const tick = now => {
      if (!on) return;
      if (last !== undefined) frames.push(now - last);
      last = now;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    globalThis.benchStop = () => {
      on = false;
      observer.disconnect();
      return { frames, tasks };
    };
  });
  return async () => {
    const { frames, tasks } = await page.evaluate(() => globalThis.benchStop());
    const round = value => Number(value.toFixed(1));
    const { n, median, p95, max } = summarise(frames);
    return {
      frames: n,
      medianMs: round(median),
      p95Ms: round(p95),
      longestMs: round(max),
      over50: frames.filter(ms => ms > GOAL_FRAME_MS).length,
      longTasks: tasks.length,
      longestTaskMs: tasks.length > 0 ? round(Math.max(...tasks)) : 0,
    };
  };
}

async function press(page, name) {
  await page.getByRole('button', { name, exact: true }).click();
  await pause(1_500);
}

/** What a user does with it, each for itself. */
const DEEDS = {
  'moving and zooming': async page => {
    for (const name of ['Earlier', 'Zoom in', 'Zoom out', 'Later']) {
      await press(page, name);
    }
  },
  'scrolling the page': async (page, cdp) => {
    for (const yDistance of [-2_000, 2_000]) {
      await cdp.send('Input.synthesizeScrollGesture', {
        x: 700,
        y: 450,
        yDistance,
        speed: 2_000,
        gestureSourceType: 'mouse',
      });
    }
  },
  'the pointer over the lanes': async page => {
    const lane = page.getByTestId('lane fault');
    await lane.scrollIntoViewIfNeeded();
    const { x, y, width, height } = await lane.boundingBox();
    for (let part = 0; part <= 60; part += 1) {
      await page.mouse.move(x + (width * part) / 60, y + height / 2);
    }
  },
  'choosing a mark': async page => {
    const table = page.getByRole('table', { name: /Marks of the timeline/ });
    for (const row of [1, 2, 3]) {
      await table.getByRole('row').nth(row).getByRole('button').click();
      await pause(500);
    }
  },
};

async function measure(url) {
  const { chromium } = require('@playwright/test');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
    });
    const tab = `${url}/catalog/default/component/${SERVICE}/timeline?range=1h`;
    await page.goto(tab);
    await pressUser(page, 'olga');
    await page.getByText('What happened').waitFor({ timeout: 120_000 });
    await pause(3_000);
    const paints = [];
    await step(`${ROUNDS} times 30 days`, async () => {
      for (let index = 0; index < WARM_UP + ROUNDS; index += 1) {
        const paint = await paintAfter(page, '30 days', MARKS);
        if (index >= WARM_UP) paints.push(paint);
        await pause(1_500);
        await paintAfter(page, '1 h', 0);
        await pause(500);
      }
    });
    await paintAfter(page, '30 days', MARKS);
    await pause(2_000);
    const cdp = await page.context().newCDPSession(page);
    const frames = {};
    for (const [deed, act] of Object.entries(DEEDS)) {
      const stop = await watchFrames(page);
      await step(deed, () => act(page, cdp));
      frames[deed] = await stop();
    }
    const of = member => summarise(paints.map(one => one[member]));
    return {
      marks: MARKS,
      days: DAYS,
      firstPaintMs: of('paintMs'),
      ofThatUntilTheAnswerMs: of('answerMs'),
      ofThatDrawingMs: of('drawMs'),
      frames,
    };
  } finally {
    await browser.close();
  }
}

async function main() {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  require('@backstage/cli/config/nodeTransform.cjs');
  const folder = mkdtempSync(join(tmpdir(), 'slipway-bench-'));
  const stateDir = join(folder, 'db');
  await step(`${MARKS} marks`, () => fill(stateDir));
  const sandbox = await startSandbox(tools, {
    state: join(folder, 'sandbox'),
    log: join(folder, 'sandbox.log'),
    args: ['--demo', 'off', '--port-base', String(await freePorts(8))],
  });
  let portal;
  try {
    portal = startPortal(tools, {
      configs: [sandbox.config],
      port: await freePort(),
      stateDir,
      log: join(folder, 'portal.log'),
    });
    await step('Starting sandbox and portal', async () => {
      await sandbox.ready();
      await portal.ready();
      await pause(10_000);
    });
    const result = await measure(portal.url);
    console.log(JSON.stringify(result, null, 2));
    keepResult('timeline', {
      goal: `first paint at most ${GOAL_PAINT_MS} ms, no frame over ${GOAL_FRAME_MS} ms`,
      ...result,
    });
  } finally {
    await portal?.stop();
    await sandbox.stop();
    rmSync(folder, { recursive: true, force: true });
  }
}

main().catch(giveUp);
