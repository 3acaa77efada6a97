#!/usr/bin/env node
/**
 * From the API server accepting a status change to the DOM showing it.
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
  withPortal,
} from './lib.mjs';

const CHANGES = 240;
const SPACING_MS = 350;
const STATUS =
  '/apis/argoproj.io/v1alpha1/namespaces/ecommerce/rollouts/order-service/status';

async function measure({ url, instance, require }) {
  const { chromium } = require('@playwright/test');
  const state = JSON.parse(
    readFileSync(join(instance, 'instance.json'), 'utf8'),
  );
  const controller = state.processes.rollouts.pid;
  const admin = adminClient(instance);
  // The controller would answer each status change with its own; it stands still while we measure.
  process.kill(controller, 'SIGSTOP');
  const browser = await chromium.launch({
    executablePath: findChromium(),
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  try {
    const page = await browser.newPage({
      viewport: { width: 1280, height: 900 },
    });
    await page.goto(`${url}/rollouts/gke-prod/ecommerce/order-service`);
    await pressUser(page, 'olga');
    await page.getByTestId('rollout-phase').first().waitFor();
    // The time at which a text first stands in the DOM, by a MutationObserver in the page.
    await page.evaluate(() => {
      const seen = {};
      const look = () => {
        const match = document.body.textContent.match(/bench change (\d+)/);
        if (match && !(match[1] in seen)) {
          seen[match[1]] = performance.timeOrigin + performance.now();
        }
      };
      new MutationObserver(look).observe(document.body, {
        subtree: true,
        childList: true,
        characterData: true,
      });
      globalThis.benchSeen = seen;
    });
    const writes = [];
    for (let i = 1; i <= CHANGES; i += 1) {
      const { sent, answered } = await admin('PATCH', STATUS, {
        status: { phase: 'Progressing', message: `bench change ${i}` },
      });
      writes.push({ i, sent, answered });
      await new Promise(resolve =>
        setTimeout(resolve, Math.max(0, SPACING_MS - (answered - sent))),
      );
    }
    await page.waitForFunction(
      n => n in globalThis.benchSeen,
      String(CHANGES),
      { timeout: 10_000 },
    );
    const seen = await page.evaluate(() => globalThis.benchSeen);
    const missed = writes.filter(({ i }) => !(i in seen)).length;
    const shown = writes.filter(({ i }) => i in seen);
    return {
      changes: CHANGES,
      missed,
      // The truth lies between: the server accepts after it was sent and before it answered.
      fromSentMs: summarise(shown.map(({ i, sent }) => seen[i] - sent)),
      fromAnsweredMs: summarise(
        shown.map(({ i, answered }) => seen[i] - answered),
      ),
    };
  } finally {
    await browser.close();
    process.kill(controller, 'SIGCONT');
  }
}

withPortal('bench-screen', context =>
  step(`${CHANGES} status changes`, () => measure(context)),
).then(result => {
  console.log(JSON.stringify(result, null, 2));
  keepResult('change-to-screen', {
    goal: 'p95 of fromSentMs at most 100 ms',
    ...result,
  });
}, giveUp);
