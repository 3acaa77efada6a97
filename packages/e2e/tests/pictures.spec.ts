import { join } from 'node:path';
import { expect, test } from '@playwright/test';
import { release, settle, untilRollout } from './support/cluster';
import {
  graveFaults,
  LOOKS,
  openPage,
  overflow,
  standStill,
} from './support/looks';
import { PROD, rolloutPath, signIn } from './support/portal';

/** Pictures of each run; those in docs/images are copies of them. */
const FOLDER =
  process.env.SLIPWAY_PICTURES ??
  join(__dirname, '../../../reports/pictures/real');

const VIEWS = [
  { name: 'home', path: '/', shows: 'Needs attention' },
  { name: 'rollouts', path: '/rollouts', shows: 'order-service' },
  {
    name: 'canary',
    path: rolloutPath(PROD, 'order-service'),
    shows: 'CanaryPauseStep',
  },
  {
    name: 'service',
    path: '/catalog/default/component/order-service',
    shows: 'gke-prod/ecommerce-stage',
  },
  { name: 'catalog', path: '/catalog', shows: 'order-service' },
];

test.describe('how it looks', () => {
  test.beforeAll(async () => {
    await settle(PROD, 'order-service');
    await release(PROD, 'order-service', `0.3.${Date.now() % 1_000_000_000}`);
    await untilRollout(
      PROD,
      'order-service',
      'waiting for a user',
      ({ status }) =>
        status.phase === 'Paused' && status.currentStepIndex === 1,
    );
  });

  for (const { scheme, width } of LOOKS) {
    test(`${scheme}, ${width} px: nothing wider than the window, no serious accessibility fault`, async ({
      browser,
    }) => {
      const page = await openPage(browser, { scheme, width });
      await signIn(page, 'olga', '/');
      for (const { name, path, shows } of VIEWS) {
        await page.goto(path);
        await expect(
          page.getByText(shows).filter({ visible: true }).first(),
        ).toBeVisible();
        // One with a value is content: how far a release is.
        await expect(
          page.locator('[role=progressbar]:not([aria-valuenow])'),
        ).toHaveCount(0);
        await standStill(page);
        await page.screenshot({
          path: join(FOLDER, `${name}-${scheme}-${width}.png`),
        });
        expect(await overflow(page), `${name} scrolls sideways`).toBe(0);
        expect.soft(await graveFaults(page), name).toEqual([]);
      }
      await page.context().close();
    });
  }
});
