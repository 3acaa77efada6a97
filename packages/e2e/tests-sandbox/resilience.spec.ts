import { expect, test } from '@playwright/test';
import { PortalApi } from '../tests/support/api';
import { LOOKS, openPage } from '../tests/support/looks';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';

const ENTITY = 'component:default/order-service';
const PLACE = `${CLUSTER}/${STAGE}`;

const RESILIENCE = '/resilience/v1';
/** Where the other tests of this file disturb nothing. */
const QUIET_PLACE = `${RESILIENCE}/entities/component/default/order-service/places/aks-dev/ecommerce`;
const JOINT_RUN = {
  title: 'A pod dies',
  hypothesis: {
    windowSeconds: 15,
    consecutive: 3,
    thresholds: [
      {
        id: 'success',
        metric: 'successRate',
        direction: 'atLeast',
        limit: { kind: 'absolute', value: 0.9 },
        expect: 'recovers',
      },
    ],
  },
  parts: [
    {
      id: 'kill',
      kind: 'fault',
      offer: 'pod-kill',
      title: 'A pod dies',
      args: { mode: 'one', gracePeriod: 0 },
      startSeconds: 30,
      durationSeconds: 0,
    },
  ],
  baselineSeconds: 30,
  recoverySeconds: 30,
};

const launch = (api: PortalApi) =>
  api.post(`${QUIET_PLACE}/actions/launch`, { args: { design: JOINT_RUN } });

/** A joint run that continues while other tests run; each test of it can run alone. */
let runId = '';

test.beforeAll(async ({ request }) => {
  const olga = await PortalApi.as(request, 'olga');
  await olga.untilKnown('order-service');
  // After a failed test this is called again: then its run may still be there.
  await expect
    .poll(async () => {
      const checked = await olga.post(`${QUIET_PLACE}/check`, {
        design: JOINT_RUN,
      });
      const { problems, refusals, running } = await checked.json();
      runId = running?.id ?? '';
      return runId ? [] : [...problems, ...refusals];
    })
    .toEqual([]);
  if (runId) return;
  const launched = await launch(olga);
  expect(launched.status()).toBe(200);
  ({ runId } = await launched.json());
});

test('a second joint run on a target is refused with who has it', async ({
  request,
}) => {
  const second = await launch(await PortalApi.as(request, 'olga'));
  expect(second.status()).toBe(409);
  const text = await second.text();
  expect(text).toContain('user:default/olga has the joint run “A pod dies”');
  expect(text).toContain(runId);
});

test('olga launches a spike from the page of her service, watches it, and stops it', async ({
  page,
  browser,
}) => {
  await signIn(
    page,
    'olga',
    '/catalog/default/component/order-service/resilience',
  );
  await page.getByRole('link', { name: 'Launch Spike…' }).click();

  // What it will do stands there before it is launched.
  await page.getByRole('radio', { name: new RegExp(`^${PLACE}`) }).check();
  await expect(page.getByText(/^Up to 100 users offer about/)).toContainText(
    'Workers needed: 2.',
  );
  const launchPath = new URL(page.url());
  await page.getByRole('button', { name: 'Launch…' }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog).toContainText(
    'Sends up to 100 users, about 100 requests per second',
  );
  await dialog.getByRole('button', { name: 'Launch', exact: true }).click();

  await expect(page).toHaveURL(/\/resilience\/load\/runs\/[0-9a-f-]{36}$/);
  const figures = page.getByRole('region', {
    name: 'Figures of the newest sample',
  });
  await expect(figures).toContainText(/of 20 wanted/);
  await expect(page.getByText('its Locust is simulated')).toBeVisible();
  await expect(page.getByRole('region', { name: 'Endpoints' })).toContainText(
    'GET /order-service/api/orders',
  );
  const runPath = new URL(page.url()).pathname;

  // Somebody else finds the target taken, and by whom.
  const other = await openPage(browser, LOOKS[0]);
  await signIn(other, 'paula', `${launchPath.pathname}${launchPath.search}`);
  await expect(
    other.getByRole('button', { name: 'Launch…' }),
  ).toHaveAccessibleDescription(/user:default\/olga is loading this target/);
  await other.context().close();

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
  await expect(page.getByText(/^Stopped by user:default\/olga/)).toBeVisible();

  await looksRight(browser, 'load-run', runPath, async one => {
    await expect(one.getByTestId('run-state')).toHaveText('Stopped');
  });
  await looksRight(
    browser,
    'load-launch',
    `/resilience/load/launch?entity=${encodeURIComponent(ENTITY)}`,
    async one => {
      await expect(one.getByText(/^Up to .* users offer about/)).toBeVisible();
    },
  );
  await looksRight(browser, 'load-list', '/resilience/load', async one => {
    await expect(one.getByText('Stopped').first()).toBeVisible();
  });
});

test('olga slows the network of her service, sees what is hit, and stops it', async ({
  page,
  browser,
}) => {
  await signIn(
    page,
    'olga',
    `/resilience/faults/launch?entity=${encodeURIComponent(ENTITY)}`,
  );
  const next = () => page.getByRole('button', { name: 'Continue' }).click();
  await page.getByRole('radio', { name: /^Slow network/ }).check();
  await next();
  await page.getByRole('combobox', { name: 'Cluster' }).click();
  await page.getByRole('option', { name: /gke-prod|GKE/ }).click();
  await page.getByRole('combobox', { name: 'Namespace' }).click();
  await page.getByRole('option', { name: STAGE, exact: true }).click();
  await next();
  await next();

  // What it will touch, before it is launched.
  await expect(page.getByText(/pods? match(es)? now:/)).toBeVisible();
  await expect(page.getByText('Who calls it')).toBeVisible();
  await next();
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Launch', exact: true })
    .click();

  await expect(page).toHaveURL(
    new RegExp(`/resilience/faults/${CLUSTER}/${STAGE}/NetworkChaos/`),
  );
  await expect(
    page.getByText(/^Running: \d+ of \d+ targets injected\.$/),
  ).toBeVisible();
  const faultPath = new URL(page.url()).pathname;
  await looksRight(browser, 'fault', faultPath, async one => {
    // On a slow machine it ends by itself before all looks were taken.
    await expect(one.getByText(/^\w+: .* targets injected/)).toBeVisible();
  });
  await looksRight(browser, 'fault-list', '/resilience/faults', async one => {
    await expect(one.getByText(/slow-network/).first()).toBeVisible();
  });

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(
    page.getByText('This is what was last seen of it.'),
  ).toBeVisible();
});

// Last: the joint run ends while the others run.
test('the joint run passed, and its report says how', async ({ request }) => {
  const olga = await PortalApi.as(request, 'olga');
  const report = async () =>
    (await olga.get(`${RESILIENCE}/runs/${runId}/report`)).json();
  await expect
    .poll(async () => (await report()).verdict.final, { timeout: 180_000 })
    .toBe(true);
  const { headline, run, verdict } = await report();
  expect([run.state, verdict.outcome, verdict.reasons]).toEqual([
    'finished',
    'pass',
    [
      'Every threshold held as expected.',
      expect.stringMatching(/^Every threshold held in 3 samples in a row/),
    ],
  ]);
  expect(headline).toBe('order-service withstood it: A pod dies.');
  expect(run.parts).toMatchObject([
    { phase: 'ended', outcome: 'completed', effectiveAt: expect.any(String) },
  ]);
});
