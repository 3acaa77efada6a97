#!/usr/bin/env node
/**
 * Runs one portal until it is asked to end: the web server of the browser tests
 * (`webServer` in packages/e2e/playwright.config.ts). SLIPWAY_PORTAL is the JSON
 * of the options of `startPortal`.
 */
import { startPortal } from './lib/portal.mjs';
import { giveUp } from './lib/say.mjs';

async function main() {
  const portal = startPortal(
    { node: process.execPath, env: process.env },
    JSON.parse(process.env.SLIPWAY_PORTAL ?? '{}'),
  );
  for (const signal of ['SIGINT', 'SIGTERM']) {
    process.once(signal, () => portal.stop());
  }
  await portal.ready();
  const { code } = await portal.exited;
  return code ?? 0;
}

main().then(code => process.exit(code), giveUp);
