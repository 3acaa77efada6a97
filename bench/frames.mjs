#!/usr/bin/env node
/**
 * Frame times while the page of all rollouts is scrolled with 500 rows.
 * Method and figures: bench/README.md.
 */
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { findChromium } from '../scripts/lib/parts/needs.mjs';
import { giveUp, step } from '../scripts/lib/say.mjs';
import {
  adminClient,
  keepResult,
  pressUser,
  summarise,
  tokenOf,
  withPortal,
} from './lib.mjs';

const ROWS = 500;
const PIXELS_PER_SECOND = 4_000;
const CHANGES_PER_SECOND = 20;
/** A frame that is later than this was missed at 60 a second. */
const LATE_MS = 25;
const ROLLOUTS = '/apis/argoproj.io/v1alpha1/namespaces/ecommerce/rollouts';
const SERVICES = ['order-service', 'product-service', 'user-service'];

/** A Rollout without pods, so that only the portal and the page have work. */
function rollout(name, service) {
  const labels = { app: name };
  return {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: {
      name,
      annotations: { 'slipway.io/entity-ref': `component:default/${service}` },
    },
    spec: {
      replicas: 0,
      selector: { matchLabels: labels },
      template: {
        metadata: { labels },
        spec: {
          containers: [{ name: 'app', image: 'example.test/app:1.0.0' }],
        },
      },
      strategy: { canary: { steps: [{ setWeight: 20 }, { pause: {} }] } },
    },
  };
}

async function listed(url, token) {
  const response = await fetch(`${url}/api/rollouts/v1/rollouts?limit=1000`, {
    headers: { authorization: `Bearer ${token}` },
  });
  if (!response.ok) throw new Error(`list: ${response.status}`);
  return (await response.json()).items;
}

/** Fills the cluster up to {@link ROWS} rollouts and waits until the portal lists them all. */
async function fill(url, admin) {
  const token = await tokenOf(url, 'olga');
  const there = (await listed(url, token)).length;
  const names = Array.from(
    { length: ROWS - there },
    (_, i) => `bench-${String(i).padStart(3, '0')}`,
  );
  for (const [i, name] of names.entries()) {
    await admin(
      'POST',
      ROLLOUTS,
      rollout(name, SERVICES[i % SERVICES.length]),
      'application/json',
    );
  }
  const deadline = Date.now() + 300_000;
  for (;;) {
    const items = await listed(url, token);
    const healthy = items.filter(({ phase }) => phase === 'Healthy').length;
    if (items.length === ROWS && healthy >= names.length) return names;
    if (Date.now() > deadline) {
      throw new Error(`${items.length} rollouts, ${healthy} healthy`);
    }
    await new Promise(resolve => setTimeout(resolve, 500));
  }
}

/** CPU time of the page's main thread so far, in seconds: what other processes do does not count. */
async function mainThread(cdp) {
  const { metrics } = await cdp.send('Performance.getMetrics');
  const of = wanted => metrics.find(({ name }) => name === wanted).value;
  return {
    all: of('TaskDuration'),
    script: of('ScriptDuration'),
    style: of('RecalcStyleDuration') + of('LayoutDuration'),
  };
}

/** Starts to note frames, long tasks and CPU time in the page; the answer ends it. */
async function watchFrames(page, cdp) {
  const before = await mainThread(cdp);
  await page.evaluate(() => {
    const frames = [];
    const longTasks = [];
    let gaps = 0;
    let loading = 0;
    let last;
    let on = true;
    const grid = document.querySelector('[role="grid"]');
    const observer = new PerformanceObserver(list =>
      longTasks.push(...list.getEntries().map(({ duration }) => duration)),
    );
    observer.observe({ type: 'longtask' });
    const tick = now => {
      if (!on) return;
      if (last !== undefined) frames.push(now - last);
      last = now;
      // Whether rows cover what is in sight, and hold what they show.
      const rows = [...grid.querySelectorAll('[data-index]')];
      const sight = grid.getBoundingClientRect();
      const isLoading = rows.some(row => {
        const { top: above, bottom: below } = row.getBoundingClientRect();
        return (
          'loading' in row.dataset && above < sight.bottom && below > sight.top
        );
      });
      if (isLoading) loading += 1;
      const end = Math.max(...rows.map(r => r.getBoundingClientRect().bottom));
      const start = Math.min(...rows.map(r => r.getBoundingClientRect().top));
      const head = grid.querySelector('[role="columnheader"]');
      const top = head.getBoundingClientRect().bottom;
      const under = grid.scrollHeight - grid.scrollTop > grid.clientHeight + 1;
      if (start > top + 1 || (under && end < sight.bottom - 1)) gaps += 1;
      requestAnimationFrame(tick);
    };
    requestAnimationFrame(tick);
    globalThis.benchStop = () => {
      on = false;
      observer.disconnect();
      return { frames, longTasks, gaps, loading };
    };
  });
  return async () => {
    const { frames, longTasks, gaps, loading } = await page.evaluate(() =>
      globalThis.benchStop(),
    );
    const after = await mainThread(cdp);
    const round = value => Number(value.toFixed(1));
    const cpu = part =>
      round(((after[part] - before[part]) * 1000) / frames.length);
    const { n, median, p95, max } = summarise(frames);
    return {
      frames: n,
      medianMs: round(median),
      p95Ms: round(p95),
      longestMs: round(max),
      late: frames.filter(ms => ms > LATE_MS).length,
      framesWithBlankRows: gaps,
      framesWithLoadingRows: loading,
      cpuMsPerFrame: {
        all: cpu('all'),
        script: cpu('script'),
        styleAndLayout: cpu('style'),
      },
      longTasks: longTasks.length,
      longestTaskMs: longTasks.length > 0 ? round(Math.max(...longTasks)) : 0,
    };
  };
}

/** Scrolls from top to bottom and back as a wheel does. */
async function scroll(page, cdp) {
  const grid = page.getByRole('grid', { name: 'Rollouts' });
  const { x, y, width, height } = await grid.boundingBox();
  const distance = await grid.evaluate(
    element => element.scrollHeight - element.clientHeight,
  );
  for (const yDistance of [-distance - 1_000, distance + 1_000]) {
    await cdp.send('Input.synthesizeScrollGesture', {
      x: x + width / 2,
      y: y + height / 2,
      yDistance,
      speed: PIXELS_PER_SECOND,
      gestureSourceType: 'mouse',
    });
    // Rows become higher or lower while they change, and what is in sight stays: both ends move a little.
    const { at, end } = await grid.evaluate(element => ({
      at: element.scrollTop,
      end: element.scrollHeight - element.clientHeight,
    }));
    const wanted = yDistance < 0 ? end : 0;
    if (Math.abs(at - wanted) > 600) {
      throw new Error(`scrolled to ${at}, not to ${wanted}`);
    }
  }
}

/** Changes one rollout after another until the answer is called. */
function change(admin, names) {
  let count = 0;
  const errors = [];
  const timer = setInterval(() => {
    count += 1;
    const name = names[(count * 37) % names.length];
    admin('PATCH', `${ROLLOUTS}/${name}/status`, {
      status: { phase: 'Progressing', message: `bench change ${count}` },
    }).catch(error => errors.push(error));
  }, 1000 / CHANGES_PER_SECOND);
  return () => {
    clearInterval(timer);
    if (errors.length > 0) throw errors[0];
    return count;
  };
}

async function measure({ url, instance, require }) {
  const { chromium } = require('@playwright/test');
  const admin = adminClient(instance);
  const names = await step(`${ROWS} rollouts`, () => fill(url, admin));
  const state = JSON.parse(
    readFileSync(join(instance, 'instance.json'), 'utf8'),
  );
  // The controller would answer each change of a status with its own.
  const controller = state.processes.rollouts.pid;
  process.kill(controller, 'SIGSTOP');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1440, height: 900 },
    });
    await page.goto(`${url}/rollouts`);
    await pressUser(page, 'olga');
    await page.locator(`[role="grid"][aria-rowcount="${ROWS + 1}"]`).waitFor();
    await page.locator('[data-index="5"]').waitFor();
    const cdp = await page.context().newCDPSession(page);
    await cdp.send('Performance.enable', { timeDomain: 'threadTicks' });
    await scroll(page, cdp); // what is compiled once is compiled
    const rounds = [];
    for (const quiet of [true, false, true, false]) {
      const end = quiet ? undefined : change(admin, names);
      const stop = await watchFrames(page, cdp);
      await step(
        quiet ? 'Scrolling while idle' : 'Scrolling under change',
        () => scroll(page, cdp),
      );
      const frames = await stop();
      rounds.push({ changes: end?.() ?? 0, ...frames });
    }
    return { rows: ROWS, pixelsPerSecond: PIXELS_PER_SECOND, rounds };
  } finally {
    await browser.close();
    process.kill(controller, 'SIGCONT');
  }
}

withPortal('bench-frames', measure).then(result => {
  console.log(JSON.stringify(result, null, 2));
  keepResult('frames', {
    goal: 'p95 of frames at most 20 ms, no task of 200 ms or longer',
    ...result,
  });
}, giveUp);
