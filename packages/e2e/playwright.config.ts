import { join } from 'node:path';
import { defineConfig } from '@playwright/test';

const reportFile = process.env.PLAYWRIGHT_JUNIT_OUTPUT_FILE;
/** Options of a portal that is started for the tests, as JSON; without them the one at SLIPWAY_URL is used. */
const portalOptions = process.env.SLIPWAY_PORTAL;
const port: unknown = portalOptions && JSON.parse(portalOptions).port;
const url = portalOptions
  ? `http://localhost:${port}`
  : process.env.SLIPWAY_URL ?? 'http://localhost:7007';

/**
 * Browser tests drive a portal and the platform behind it (SLIPWAY_TARGET_FILE).
 * No retries: a test that needs one hides a race.
 */
export default defineConfig({
  webServer: portalOptions
    ? {
        command: `"${process.execPath}" ../../scripts/portal.mjs`,
        url: `http://127.0.0.1:${port}/.backstage/health/v1/readiness`,
        timeout: 300_000,
        gracefulShutdown: { signal: 'SIGTERM', timeout: 15_000 },
        stdout: 'pipe',
        stderr: 'pipe',
      }
    : undefined,
  projects: [
    // On every target.
    { name: 'portal', testDir: './tests' },
    // What there is in front of a sandbox only.
    { name: 'sandbox', testDir: './tests-sandbox' },
    // In front of the real stack only: what the sandbox does not have.
    { name: 'real', testDir: './tests-real' },
  ],
  // Runs beside each other do not clear each other's.
  outputDir: join('../../test-results', process.env.SLIPWAY_PART ?? ''),
  // Bounds for what never comes, no verdicts on speed.
  timeout: 400_000,
  expect: { timeout: 60_000 },
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: reportFile
    ? [['list'], ['junit', { outputFile: reportFile }]]
    : 'list',
  use: {
    baseURL: url,
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    // Recording takes a third of what a run computes, so it is asked for: SLIPWAY_TRACE=1.
    trace: process.env.SLIPWAY_TRACE ? 'retain-on-failure' : 'off',
    launchOptions: {
      executablePath: process.env.SLIPWAY_CHROMIUM ?? '/usr/bin/chromium',
      args: [
        '--no-sandbox',
        '--disable-gpu',
        '--disable-quic',
        '--no-first-run',
        '--disable-background-networking',
        '--disable-component-update',
        '--disable-sync',
      ],
    },
  },
});
