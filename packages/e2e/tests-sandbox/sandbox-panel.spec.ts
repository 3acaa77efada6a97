import { join } from 'node:path';
import { APIRequestContext, expect, Page, test } from '@playwright/test';
import { settle, untilRollout } from '../tests/support/cluster';
import {
  graveFaults,
  LOOKS,
  openPage,
  overflow,
  standStill,
} from '../tests/support/looks';
import { CLUSTER, PROD, signIn, tokenOf } from '../tests/support/portal';

const SERVICE = 'order-service';
const PATH = `/sandbox?q=${SERVICE}&cluster=${CLUSTER}`;
const REQUEST = {
  cluster: CLUSTER,
  namespace: PROD,
  service: SERVICE,
  quality: 'good',
};

/** Pictures of each run. */
const FOLDER =
  process.env.SLIPWAY_PICTURES ??
  join(__dirname, '../../../reports/pictures/sandbox');

const startButton = (page: Page) =>
  page.getByRole('button', {
    name: `Start release of ${SERVICE} in ${CLUSTER}/${PROD}`,
    exact: true,
  });

const post = async (
  request: APIRequestContext,
  user: string,
  path: string,
  data: object,
) =>
  request.post(`/api/sandbox-panel/v1/${path}`, {
    headers: { authorization: `Bearer ${await tokenOf(request, user)}` },
    data,
  });

/** Starts a release as a user does, and waits until it has started. */
async function start(page: Page, quality: string) {
  await expect(startButton(page)).not.toHaveAttribute('aria-disabled');
  await startButton(page).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('radio', { name: new RegExp(`^${quality}`) }).check();
  await dialog.getByRole('button', { name: 'Start release' }).click();
  await expect(dialog).toBeHidden();
}

test.beforeEach(() => settle(PROD, SERVICE));
test.afterAll(() => settle(PROD, SERVICE));

test('omar starts a bad release; its own analysis aborts it', async ({
  page,
}) => {
  await signIn(page, 'omar', PATH);
  await start(page, 'Failing');
  const row = page.getByRole('row').filter({ has: startButton(page) });
  await expect(row).toContainText('-errors failing');
  await expect(startButton(page)).toHaveAccessibleDescription(
    /promote it to its end or abort it first/,
  );

  await page.getByRole('link', { name: 'Watch its rollout' }).click();
  await expect(page).toHaveURL(
    new RegExp(`/rollouts/${CLUSTER}/${PROD}/${SERVICE}$`),
  );
  // What the dialog has said: it waits for manual promotion at step 2.
  await expect(page.getByTestId('rollout-phase')).toHaveText('Paused');
  await expect(page.getByTestId('rollout-step')).toHaveText(/^step 2 of/);
  await page.getByRole('button', { name: 'Promote', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: /^promote/i })
    .click();
  const { status } = await untilRollout(
    PROD,
    SERVICE,
    'aborted',
    ({ status: now }) => now.abort === true && now.phase === 'Degraded',
  );
  expect(status.message).toContain('success-rate');
  await expect(page.getByText('The release was aborted')).toBeVisible();
  await expect(
    page.getByText(`Release ${SERVICE} in the sandbox (errors)`).first(),
  ).toBeVisible();

  await page.goto(`/rollouts?q=${SERVICE}+errors&cluster=${CLUSTER}`);
  await expect(
    page.getByRole('row').filter({ hasText: '-errors' }),
  ).toContainText('Degraded');
});

test('a good release waits for manual promotion, and nothing else can be started meanwhile', async ({
  page,
  request,
}) => {
  await signIn(page, 'omar', PATH);
  await start(page, 'Good');
  await untilRollout(
    PROD,
    SERVICE,
    'waiting at step 2',
    ({ metadata, status }) =>
      status.observedGeneration === String(metadata.generation) &&
      status.phase === 'Paused' &&
      status.currentStepIndex === 1,
  );
  const row = page.getByRole('row').filter({ has: startButton(page) });
  await expect(row).toContainText('waiting for manual promotion');
  await expect(startButton(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(
    page
      .getByRole('listitem')
      .filter({ hasText: 'good, started by a user' })
      .first(),
  ).toContainText(`${CLUSTER}/${PROD}`);

  // The sandbox's own words, not only the button's.
  const second = await post(request, 'omar', 'releases', REQUEST);
  expect(second.status()).toBe(409);
  expect((await second.json()).error.message).toContain('Paused');
});

test('who owns nothing may read and do nothing', async ({ page, request }) => {
  await signIn(page, 'vera', '/');
  await page
    .getByRole('navigation', { name: 'sidebar nav' })
    .getByRole('link', { name: 'Sandbox', exact: true })
    .click();
  await page.getByRole('textbox', { name: 'Search services' }).fill(SERVICE);
  await expect(startButton(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(startButton(page)).toHaveAccessibleDescription(
    `Only owners (team-orders) and the platform group may start a release of ${SERVICE}.`,
  );
  await expect(
    page
      .getByRole('group', { name: 'Speed of sandbox time' })
      .getByRole('button', { name: '10×' }),
  ).toHaveAccessibleDescription(
    'Only the platform group may change the speed.',
  );

  const release = await post(request, 'vera', 'releases', REQUEST);
  expect(release.status()).toBe(403);
  expect((await release.json()).error.message).toContain('team-orders');
  const speed = await post(request, 'vera', 'speed', { speed: 2 });
  expect(speed.status()).toBe(403);
  // As fast as before: other tests continue.
  const same = await post(request, 'paula', 'speed', { speed: 1 });
  expect(same.status()).toBe(200);
  const wrong = await post(request, 'paula', 'speed', { speed: 100 });
  expect(wrong.status()).toBe(400);
  expect((await wrong.json()).error.message).toContain('speed');
});

test('the badge leads to the panel', async ({ page }) => {
  await signIn(page, 'olga', '/');
  await page
    .getByRole('link', { name: /^sandbox/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/sandbox$/);
  await expect(page.getByTestId('as-of')).toHaveText(/^as of \d+ s ago$/);
});

for (const { scheme, width } of LOOKS) {
  test(`${scheme}, ${width} px: nothing wider than the window, no serious accessibility fault`, async ({
    browser,
  }) => {
    const page = await openPage(browser, { scheme, width });
    const look = async (name: string) => {
      await standStill(page);
      await page.screenshot({
        path: join(FOLDER, `${name}-${scheme}-${width}.png`),
      });
      expect(await overflow(page), `${name} scrolls sideways`).toBe(0);
      expect.soft(await graveFaults(page), name).toEqual([]);
    };
    await signIn(page, 'olga', '/sandbox');
    await expect(startButton(page)).not.toHaveAttribute('aria-disabled');
    await look('sandbox');
    await startButton(page).click();
    await expect(page.getByRole('radio')).toHaveCount(4);
    await look('sandbox-release');
    await page.context().close();
  });
}
