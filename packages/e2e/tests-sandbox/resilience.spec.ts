import { expect, test } from '@playwright/test';
import { PortalApi } from '../tests/support/api';
import { JOINT_RUNS, JointRuns, QUIET_PLACE } from '../tests/support/jointRuns';
import { openLaunch, untilTouched } from '../tests/support/launchFault';
import { LOOKS, openPage } from '../tests/support/looks';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';

const ENTITY = 'component:default/order-service';
const PLACE = `${CLUSTER}/${STAGE}`;

/** Joint runs that continue while other tests run; each test of one can run alone. */
const runs = new JointRuns();

test.beforeAll(async ({ request }) => {
  const olga = await PortalApi.as(request, 'olga');
  await runs.untilLaunched(olga);
});

test('two users, one target: the second joint run is refused with who has it', async ({
  page,
  request,
}) => {
  const omar = await PortalApi.as(request, 'omar');
  const second = await runs.launch(omar, 'fail');
  expect(second.status()).toBe(409);
  const text = await second.text();
  expect(text).toContain(
    'user:default/olga has the joint run “Its network is slow”',
  );
  expect(text).toContain(runs.idOf('fail'));

  await signIn(
    page,
    'omar',
    `/resilience/runs/launch?entity=${encodeURIComponent(
      `component:default/${JOINT_RUNS.fail.service}`,
    )}`,
  );
  await page.getByRole('button', { name: /Where/ }).click();
  await expect(
    page.getByText(/olga has the joint run “Its network is slow” here since/),
  ).toBeVisible();
  await page
    .getByRole('radio', { name: new RegExp(`^${QUIET_PLACE}`) })
    .check();
  await page.getByRole('button', { name: /Review and launch/ }).click();
  await expect(
    page.getByRole('button', { name: 'Launch', exact: true }),
  ).toHaveAccessibleDescription(
    /user:default\/olga has the joint run “Its network is slow” here since/,
  );
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
  // What it will touch, before it is launched.
  await untilTouched(page, {
    user: 'olga',
    service: 'order-service',
    experiment: /^Slow network/,
    cluster: /gke-prod|GKE/,
    namespace: STAGE,
  });
  await expect(page.getByText('Who calls it')).toBeVisible();
  await openLaunch(page);
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

// Last: the joint runs end while the others run.
test('a joint run that its service withstands passes, and its report says how', async ({
  request,
}) => {
  const olga = await PortalApi.as(request, 'olga');
  const { headline, run, verdict } = await runs.report(olga, 'pass');
  expect([run.state, verdict?.outcome, verdict?.reasons]).toEqual([
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

test('a joint run that hurts its service too much halts itself, ends its fault, and fails', async ({
  page,
  browser,
  request,
}) => {
  const path = `/resilience/runs/${runs.idOf('fail')}`;
  await signIn(page, 'olga', path);
  // By itself: nobody presses anything.
  await expect(page.getByTestId('run-state')).toHaveText('Stopped', {
    timeout: 180_000,
  });
  const why =
    /P95 latency was above 1,200\sms for .*: 20\s% beyond its limit of 1,000\sms\./;
  await expect(
    page.getByRole('alert').filter({ hasText: 'Stopped' }),
  ).toContainText(why);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Fail');
  await expect(verdict).toContainText(why);

  const olga = await PortalApi.as(request, 'olga');
  const { run } = await runs.report(olga, 'fail');
  const [fault] = run.parts;
  expect(run.stop).toMatchObject({ cause: 'steady-state' });
  expect(fault).toMatchObject({
    phase: 'ended',
    outcome: 'stopped',
    effectiveAt: expect.any(String),
    effectEndedAt: expect.any(String),
  });
  // Long before its own end, and nothing of it is left.
  const lasted =
    Date.parse(fault.effectEndedAt!) - Date.parse(fault.effectiveAt!);
  expect(lasted).toBeLessThan(200_000);
  const kept = await olga.get(
    fault.path!.replace(
      /^\/resilience\/faults\/([^/]+)\/([^/]+)\//,
      '/chaos/v1/clusters/$1/namespaces/$2/faults/',
    ),
  );
  expect(kept.status()).toBe(404);

  await looksRight(browser, 'joint-run-failed', path, async one => {
    await expect(one.getByRole('region', { name: 'Verdict' })).toContainText(
      'Fail',
    );
  });
});

test('a joint run whose service was not in its steady state injects nothing and is inconclusive', async ({
  page,
}) => {
  await signIn(page, 'olga', `/resilience/runs/${runs.idOf('inconclusive')}`);
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Inconclusive', { timeout: 120_000 });
  await expect(verdict).toContainText(
    /Nothing was injected: the service was not in its steady state\. The p95 latency was .* its limit is 1\sms\./,
  );
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
});
