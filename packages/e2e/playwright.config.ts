import { defineConfig } from '@playwright/test';

const reportFile = process.env.PLAYWRIGHT_JSON_OUTPUT_NAME;

/**
 * Browser tests drive a portal that is running already (SLIPWAY_URL) and the
 * platform behind it (SLIPWAY_INSTANCE, an instance folder of tools/real-stack).
 * No retries: a test that needs one hides a race.
 */
export default defineConfig({
  projects: [
    // On every target.
    { name: 'portal', testDir: './tests' },
    // What there is in front of a sandbox only.
    { name: 'sandbox', testDir: './tests-sandbox' },
  ],
  outputDir: '../../test-results',
  // Bounds for what never comes, no verdicts on speed.
  timeout: 400_000,
  expect: { timeout: 60_000 },
  retries: 0,
  workers: 1,
  forbidOnly: true,
  reporter: reportFile
    ? [['list'], ['json', { outputFile: reportFile }]]
    : 'list',
  use: {
    baseURL: process.env.SLIPWAY_URL ?? 'http://localhost:7007',
    viewport: { width: 1280, height: 900 },
    screenshot: 'only-on-failure',
    trace: 'retain-on-failure',
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
