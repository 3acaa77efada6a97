import { join } from 'node:path';
import AxeBuilder from '@axe-core/playwright';
import { expect, Page, test } from '@playwright/test';
import { release, settle, untilRollout } from './support/cluster';
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

const NO_MOTION =
  '*, *::before, *::after { animation: none !important; transition: none !important; }';

/** What stands wider than the window, if anything does. */
function overflow(page: Page) {
  return page.evaluate(() => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
}

test.describe('how it looks', () => {
  test.beforeAll(async () => {
    await settle(PROD, 'order-service');
    await release(PROD, 'order-service', `0.3.${Date.now() % 1_000_000_000}`);
    await untilRollout(
      PROD,
      'order-service',
      'waiting for a person',
      ({ status }) =>
        status.phase === 'Paused' && status.currentStepIndex === 1,
    );
  });

  for (const scheme of ['light', 'dark'] as const) {
    for (const width of [1280, 390]) {
      test(`${scheme}, ${width} px: nothing wider than the window, no serious accessibility fault`, async ({
        browser,
      }) => {
        const page = await (
          await browser.newContext({
            colorScheme: scheme,
            viewport: { width, height: width === 390 ? 844 : 900 },
          })
        ).newPage();
        await signIn(page, 'olga', '/');
        for (const { name, path, shows } of VIEWS) {
          await page.goto(path);
          await expect(
            page.getByText(shows).filter({ visible: true }).first(),
          ).toBeVisible();
          await expect(page.getByRole('progressbar')).toHaveCount(0);
          // What is judged is how it looks in the end, not on the way there.
          await page.addStyleTag({ content: NO_MOTION });
          await page.screenshot({
            path: join(FOLDER, `${name}-${scheme}-${width}.png`),
          });
          expect(await overflow(page), `${name} scrolls sideways`).toBe(0);
          const { violations } = await new AxeBuilder({ page })
            .withTags(['wcag2a', 'wcag2aa'])
            // Backstage's own catalog table: buttons inside sortable heads.
            .exclude('.MuiTableSortLabel-root')
            .analyze();
          const grave = violations.filter(({ impact }) =>
            ['serious', 'critical'].includes(impact ?? ''),
          );
          expect
            .soft(
              grave.map(
                ({ id, nodes }) =>
                  `${id}: ${nodes
                    .slice(0, 3)
                    .map(node => node.target.join(' '))
                    .join(' | ')}`,
              ),
              name,
            )
            .toEqual([]);
        }
        await page.context().close();
      });
    }
  }
});
