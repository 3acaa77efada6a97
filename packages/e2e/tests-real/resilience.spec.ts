import { expect, Page, test } from '@playwright/test';
import { PortalApi, untilPods } from '../tests/support/api';
import { settle } from '../tests/support/cluster';
import { openLaunch, untilTouched } from '../tests/support/launchFault';
import { behave } from '../tests/support/load';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'order-service';
/** Whose suite is short in the default lane, see scripts/lib/load.mjs; the whole minutes of order-service are in the full lane. */
const LOADED =
  process.env.SLIPWAY_LANE === 'full' ? SERVICE : 'payment-service';

const isCalm = (pods: Array<{ ready: boolean }>) =>
  pods.length === 2 && pods.every(({ ready }) => ready);

/** Fills in the launch of an experiment until what it will touch is shown; gives what launches it. */
async function untilBlastRadius(page: Page, experiment: RegExp) {
  // An instance has one cluster, which is chosen already.
  await untilTouched(page, {
    user: 'olga',
    service: SERVICE,
    experiment,
    namespace: STAGE,
  });
  await expect(page.getByText('2 pods match now:')).toBeVisible();
  await expect(page.getByText('Who calls it')).toBeVisible();
  return async () => {
    await openLaunch(page);
    await page
      .getByRole('dialog')
      .getByRole('button', { name: 'Launch', exact: true })
      .click();
  };
}

test.beforeEach(async ({ request }) => {
  const api = await PortalApi.as(request, 'olga');
  for (const service of [SERVICE, LOADED]) await api.untilKnown(service);
  // Other tests leave it in the middle of a canary.
  await settle(STAGE, SERVICE);
});

test('a spike with real Locust: live charts, then the verdict', async ({
  page,
}) => {
  await behave('well');
  await signIn(page, 'olga', `/catalog/default/component/${LOADED}/resilience`);
  await page.getByRole('link', { name: 'Launch Spike…' }).click();
  await page
    .getByRole('radio', { name: new RegExp(`^${CLUSTER}/${STAGE}`) })
    .check();
  await page.getByRole('radio', { name: /^local/ }).check();
  await page.getByRole('button', { name: 'Launch…' }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Launch', exact: true })
    .click();
  await expect(page).toHaveURL(/\/resilience\/load\/runs\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId('run-state')).toHaveText('Running');
  await expect(
    page.getByRole('region', { name: 'Figures of the newest sample' }),
  ).toContainText(/of \d+ wanted/);
  for (const chart of ['Users', 'Requests', 'Latency']) {
    await expect(
      page
        .getByRole('figure', { name: chart })
        .getByRole('img', { name: new RegExp(`^${chart}\\. .*now \\d`) }),
    ).toBeVisible();
  }
  await expect(page.getByTestId('run-state')).toHaveText('Finished', {
    timeout: 240_000,
  });
  await expect(page.getByText('its Locust is simulated')).toBeHidden();
  await expect(page.getByText('Pass', { exact: true }).first()).toBeVisible();
  await expect(
    page.getByText(/^[1-9]\d* requests after the warm-up of/),
  ).toBeVisible();
});

test('a pod dies: what it will touch is shown before, the pod is replaced after', async ({
  page,
}) => {
  const before = await untilPods(SERVICE, 'two ready', isCalm);
  const launch = await untilBlastRadius(page, /^A pod dies/);
  await launch();
  await expect(page).toHaveURL(/\/PodChaos\//);
  await expect(
    page.getByText('Finished: 1 of 1 target injected.', { exact: true }),
  ).toBeVisible();
  await untilPods(
    SERVICE,
    'one of two is another',
    pods =>
      isCalm(pods) &&
      pods.filter(({ uid }) => before.some(old => old.uid === uid)).length ===
        1,
  );
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(
    page.getByText('This is what was last seen of it.'),
  ).toBeVisible();
});

test('a slow network: every target injected, and recovered after the pause', async ({
  page,
}) => {
  await untilPods(SERVICE, 'two ready', isCalm);
  const launch = await untilBlastRadius(page, /^Slow network/);
  await launch();
  await expect(page).toHaveURL(/\/NetworkChaos\//);
  await expect(
    page.getByText(/^Running: 2 of 2 targets injected\.$/),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Pause', exact: true }).click();
  // The announcer says it as well, with the name before it.
  await expect(
    page.getByText('Paused: no target is disturbed.', { exact: true }),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(
    page.getByText('This is what was last seen of it.'),
  ).toBeVisible();
});
