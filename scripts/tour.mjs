#!/usr/bin/env node
/**
 * The pictures of the README's tour: a new sandbox, a portal, a real Chromium,
 * and what a new user would do. Writes docs/images/tour-*.png.
 */
import { mkdirSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { LOGS, ROOT, STATE } from './lib/paths.mjs';
import { freePort, startPortal } from './lib/portal.mjs';
import { ensureApp, ensureDependencies } from './lib/prepare.mjs';
import { startSandbox } from './lib/sandbox.mjs';
import { giveUp, say, step } from './lib/say.mjs';
import { ensureToolchain } from './lib/toolchain.mjs';

const FOLDER = join(ROOT, 'docs/images');
const CHROMIUM = process.env.SLIPWAY_CHROMIUM ?? '/usr/bin/chromium';
const PATIENT = { timeout: 120_000 };
/** Charts, fonts and skeletons have come to rest. */
const AT_REST_MS = 2_500;

async function look(browser, url, user, scheme, width, height) {
  const context = await browser.newContext({
    colorScheme: scheme,
    viewport: { width, height },
  });
  const page = await context.newPage();
  page.setDefaultTimeout(PATIENT.timeout);
  const choice = page.getByRole('button', { name: new RegExp(user, 'i') });
  await page.goto(url);
  await choice.click();
  await choice.waitFor({ state: 'hidden' });
  await page.getByText('Needs attention').waitFor();
  return {
    page,
    /** `shows`: a text of the page, or what finds an element of it. */
    async go(path, shows) {
      await page.goto(`${url}${path}`);
      const wanted =
        typeof shows === 'function' ? shows(page) : page.getByText(shows);
      await wanted.first().waitFor();
    },
    async picture(name) {
      await page.waitForTimeout(AT_REST_MS);
      await page.screenshot({ path: join(FOLDER, `tour-${name}.png`) });
    },
  };
}

async function tour(url) {
  const require = createRequire(join(ROOT, 'packages/e2e/package.json'));
  const { chromium } = require('@playwright/test');
  const browser = await chromium.launch({
    executablePath: CHROMIUM,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  });
  const canary = '/rollouts/gke-prod/ecommerce/order-service';
  try {
    const olga = await look(browser, url, 'olga', 'light', 1280, 800);
    await step('Home', async () => {
      await olga.go('/', 'Needs attention');
      await olga.page
        .getByText('waiting for manual promotion')
        .first()
        .waitFor();
      await olga.picture('home');
    });
    await step('All rollouts', async () => {
      await olga.go('/rollouts', 'order-service');
      await olga.picture('rollouts');
    });
    await step('A canary that waits, and what Promote will do', async () => {
      await olga.go(canary, 'waiting for manual promotion');
      await olga.page.waitForTimeout(AT_REST_MS);
      await olga.page
        .getByRole('button', { name: 'Promote', exact: true })
        .click();
      await olga.page.getByRole('dialog').waitFor();
      await olga.picture('promote');
    });
    await step('A canary that its analysis has ended', async () => {
      await olga.go(
        '/rollouts/gke-prod/ecommerce/favourite-service',
        'RolloutAborted',
      );
      await olga.picture('aborted');
    });
    await step('The sandbox, and a bad release', async () => {
      await olga.go('/sandbox', 'payment-service');
      await olga.page
        .getByRole('button', {
          name: 'Start release of payment-service in gke-prod/ecommerce',
          exact: true,
        })
        .click();
      const dialog = olga.page.getByRole('dialog');
      await dialog.getByRole('radio').nth(1).check();
      await olga.picture('sandbox');
    });
    await step('A load test', async () => {
      const { page } = olga;
      await olga.go(
        '/resilience/load/launch?entity=component%3Adefault%2Forder-service&profile=spike',
        'Workers needed',
      );
      await page.getByRole('button', { name: 'Launch…' }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Launch', exact: true })
        .click();
      // The rush, and what comes after it.
      await page.getByText(/^of 100 wanted$/).waitFor();
      await page.waitForTimeout(40_000);
      await page.setViewportSize({ width: 1280, height: 1500 });
      await olga.picture('load');
      await page.setViewportSize({ width: 1280, height: 800 });
    });
    await step('What a fault will touch', async () => {
      const { page } = olga;
      const next = () => page.getByRole('button', { name: 'Continue' }).click();
      await olga.go(
        '/resilience/faults/launch?entity=component%3Adefault%2Forder-service',
        'Slow network',
      );
      await page.getByRole('radio', { name: /^Slow network/ }).check();
      await next();
      await page.getByRole('combobox', { name: 'Cluster' }).click();
      await page.getByRole('option', { name: /dev/ }).click();
      await page.getByRole('textbox', { name: 'Namespace' }).fill('ecommerce');
      await next();
      await next();
      await page.getByText('Who calls it').waitFor();
      await olga.picture('fault');
    });
    await step('Asking for an approval', async () => {
      const { page } = olga;
      const next = () => page.getByRole('button', { name: 'Continue' }).click();
      await olga.go(
        '/resilience/faults/launch?entity=component%3Adefault%2Fshipping-service',
        'A pod dies',
      );
      await page.getByRole('radio', { name: /^A pod dies/ }).check();
      await next();
      await page.getByRole('combobox', { name: 'Cluster' }).click();
      await page.getByRole('option', { name: /gke-prod|GKE/ }).click();
      await page.getByRole('combobox', { name: 'Namespace' }).click();
      await page
        .getByRole('option', { name: 'ecommerce', exact: true })
        .click();
      await next();
      await next();
      await page.getByText(/pods? match(es)? now:/).waitFor();
      await next();
      await page.getByRole('button', { name: 'Launch', exact: true }).click();
      const dialog = page.getByRole('dialog');
      await dialog
        .getByRole('textbox', { name: /reason/i })
        .fill('Game day: does checkout hold without one shipping pod?');
      await dialog.getByRole('button', { name: 'Ask for approval' }).click();
      const path = await dialog
        .getByRole('link', { name: 'Open the request' })
        .getAttribute('href');
      const omar = await look(browser, url, 'omar', 'light', 1280, 800);
      await omar.go(path, 'Waiting');
      await omar.picture('approval');
    });
    await step('What this canary adds', async () => {
      await olga.go(canary, 'waiting for manual promotion');
      const adds = olga.page.getByTestId('canary-adds');
      await adds
        .getByText(/This canary adds \d+ /)
        .first()
        .waitFor();
      await adds.scrollIntoViewIfNeeded();
      await olga.picture('canary-adds');
    });
    await step('Findings', async () => {
      await olga.go('/catalog/default/component/order-service/security', page =>
        page.getByRole('region', { name: /^Upgrades of/ }),
      );
      await olga.picture('security');
    });
    await step('Findings of all services', async () => {
      await olga.go('/security', page => page.getByRole('grid'));
      await olga.picture('fleet');
    });
    await step('Observability', async () => {
      await olga.go(
        '/catalog/default/component/order-service/observability?range=15m',
        page => page.getByRole('table', { name: 'Medians over the range' }),
      );
      await olga.picture('observability');
    });
    await step('A joint run, to its verdict', async () => {
      const { page } = olga;
      const open = name => page.getByRole('button', { name }).click();
      await olga.go(
        '/resilience/runs/launch?entity=component%3Adefault%2Fpayment-service',
        'Add a load or a fault',
      );
      await page
        .getByRole('combobox', { name: 'Add a load or a fault' })
        .click();
      await page.getByRole('option', { name: /^Fault: A pod dies/ }).click();
      await open(/Where/);
      await page.getByRole('radio', { name: /^aks-dev/ }).check();
      await open(/Review and launch/);
      await page.getByRole('button', { name: 'Launch', exact: true }).click();
      await page
        .getByRole('dialog')
        .getByRole('button', { name: 'Launch', exact: true })
        .click();
      // Baseline, fault and recovery take some minutes.
      await page
        .getByTestId('run-state')
        .filter({ hasText: /Finished|Stopped/ })
        .waitFor({ timeout: 15 * 60_000 });
      await page.setViewportSize({ width: 1440, height: 1100 });
      await olga.picture('joint-run');
      await page.setViewportSize({ width: 1280, height: 800 });
    });
    await step('The timeline', async () => {
      await olga.page.setViewportSize({ width: 1280, height: 1000 });
      await olga.go(
        '/catalog/default/component/shipping-service/timeline?range=1h',
        'What happened',
      );
      await olga.picture('timeline');
      await olga.page.setViewportSize({ width: 1280, height: 800 });
    });
    await step('On a phone, in the dark', async () => {
      const nora = await look(browser, url, 'nora', 'dark', 390, 844);
      await nora.go(canary, 'waiting for manual promotion');
      await nora.picture('phone');
    });
  } finally {
    await browser.close();
  }
}

async function main() {
  const tools = await ensureToolchain();
  await ensureDependencies(tools);
  await ensureApp(tools);
  mkdirSync(FOLDER, { recursive: true });
  const state = join(STATE, 'tour');
  rmSync(state, { recursive: true, force: true });
  const sandbox = await startSandbox(tools, {
    state: join(state, 'sandbox'),
    log: join(LOGS, 'tour-sandbox.log'),
  });
  const portal = startPortal(tools, {
    configs: [sandbox.config],
    port: await freePort(),
    stateDir: join(state, 'db'),
    log: join(LOGS, 'tour-portal.log'),
  });
  try {
    await step('Starting the sandbox', () => sandbox.ready());
    await step('Starting the portal', () => portal.ready());
    await tour(portal.url);
    say(`  ${FOLDER}/tour-*.png`);
  } finally {
    await portal.stop();
    await sandbox.stop();
    rmSync(state, { recursive: true, force: true });
  }
}

main().catch(giveUp);
