import { expect, Page, test } from '@playwright/test';
import { decodeRison } from '@slipway/plugin-observability-common/testUtils';
import { PortalApi } from '../tests/support/api';
import {
  makeWell,
  release,
  settle,
  untilRollout,
} from '../tests/support/cluster';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'payment-service';
const ENTITY = `component/default/${SERVICE}`;
const PLACE = `${CLUSTER}/${STAGE}/${SERVICE}`;
const TAB = `/catalog/default/component/${SERVICE}/observability`;
const ADDRESS = `${TAB}?place=${PLACE}&range=15m&logs=all`;

const lines = (page: Page, name = 'Log lines') =>
  page.getByRole('treegrid', { name });
/** What the cells of a column say, of the lines in sight. */
const column = (page: Page, index: number, name?: string) =>
  lines(page, name)
    .locator('[aria-level="1"]')
    .evaluateAll(
      (rows, at) => rows.map(row => row.children[at].textContent ?? ''),
      index,
    );
const SIDE = 2;
const MESSAGE = 4;
const only = (page: Page, side: string) =>
  expect
    .poll(async () => [...new Set(await column(page, SIDE))], {
      message: `only lines of ${side}`,
    })
    .toEqual([side]);

test.beforeAll(async ({ request }) => {
  await (await PortalApi.as(request, 'olga')).untilKnown(SERVICE);
  await settle(STAGE, SERVICE);
  await release(STAGE, SERVICE, `0.2.${Date.now() % 1_000_000_000}-errors`);
  await untilRollout(
    STAGE,
    SERVICE,
    'paused at step 1',
    ({ status, metadata }) =>
      status.phase === 'Paused' &&
      status.currentStepIndex === 1 &&
      status.observedGeneration === String(metadata.generation),
  );
});
// The tests that follow find the service as it was.
test.afterAll(() => makeWell(STAGE, SERVICE));

test('olga reads the lines of a bad canary beside those of stable, and follows new ones', async ({
  page,
  browser,
}) => {
  await test.step('errors of the canary', async () => {
    await signIn(
      page,
      'olga',
      `${ADDRESS.replace('all', 'canary')}&level=ERROR`,
    );
    await expect(async () => {
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      await expect(lines(page)).toBeVisible({ timeout: 5_000 });
    }).toPass();
    await only(page, 'canary');
    expect((await column(page, MESSAGE)).join('\n')).toMatch(
      /threw exception|failed/,
    );
  });

  await test.step('a line opens by keyboard, with its stack trace below', async () => {
    const first = lines(page).locator('[aria-level="1"]').first();
    await first.focus();
    await page.keyboard.press('ArrowRight');
    await expect(first).toHaveAttribute('aria-expanded', 'true');
    const details = lines(page).locator('[aria-level="2"]');
    await expect(details).toContainText(/\tat |revision/);
    await page.keyboard.press('ArrowRight');
    await expect(details).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(first).toBeFocused();
    await page.keyboard.press('ArrowLeft');
    await expect(details).toHaveCount(0);
  });

  await test.step('lines of stable, apart', async () => {
    await page.getByRole('combobox', { name: 'Level' }).click();
    await page.getByRole('option', { name: 'Every level' }).click();
    await page.getByRole('button', { name: 'Stable', exact: true }).click();
    await expect(page).toHaveURL(/logs=stable/);
    await only(page, 'stable');
  });

  await test.step('what no log should hold is masked', async () => {
    const messages = (await column(page, MESSAGE)).filter(text =>
      text.includes('authorised, card'),
    );
    expect(messages.length).toBeGreaterThan(0);
    for (const message of messages) expect(message).toMatch(/card •••1111$/);
  });

  await test.step('Kibana has the same lines', async () => {
    const link = page.getByRole('link', { name: 'The same lines in Kibana' });
    const { hash } = new URL((await link.getAttribute('href')) ?? '');
    const state = new URLSearchParams(hash.replace('#/?', ''));
    const { time } = decodeRison(state.get('_g') ?? '') as {
      time: { from: string; to: string };
    };
    expect(Date.parse(time.to) - Date.parse(time.from)).toBe(15 * 60_000);
    expect(decodeRison(state.get('_a') ?? '')).toMatchObject({
      query: { query: expect.stringContaining(`"${STAGE}"`) },
    });
  });

  await test.step('new lines come by themselves, and stand still when asked to', async () => {
    await page.getByRole('button', { name: 'All', exact: true }).click();
    await page.getByRole('button', { name: 'Follow', exact: true }).click();
    const newest = 'Newest log lines';
    await expect(lines(page, newest)).toBeVisible();
    const TIME = 0;
    const before = (await column(page, TIME, newest))[0];
    await expect
      .poll(async () => (await column(page, TIME, newest))[0])
      .not.toBe(before);
    await page.getByRole('button', { name: 'Pause', exact: true }).click();
    await expect(page.getByText('The lines stand still.')).toBeVisible();
    const held = await column(page, TIME, newest);
    await expect(
      page.getByRole('button', { name: /^Go on \(\d+ new lines?\)$/ }),
    ).toBeVisible();
    expect(await column(page, TIME, newest)).toEqual(held);
  });

  await looksRight(browser, 'log-lines', ADDRESS, async one => {
    await expect(lines(one)).toBeVisible();
  });
});

test('no secret leaves the backend', async ({ request }) => {
  const api = await PortalApi.as(request, 'olga');
  const to = Date.now();
  const response = await api.get(
    `/observability/v1/entities/${ENTITY}/workloads/${PLACE}/logs?from=${
      to - 900_000
    }&to=${to}&side=all&size=500`,
  );
  expect(response.status()).toBe(200);
  const text = await response.text();
  expect(text).toContain('authorised, card •••');
  expect(text).not.toContain('4111');
});

test('vera, who owns nothing, reads which permission it takes', async ({
  page,
}) => {
  await signIn(page, 'vera', ADDRESS);
  await expect(
    page.getByText('You may not read the log lines of this service'),
  ).toBeVisible();
  await expect(page.getByText('observability.logs.read')).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Medians over the range' }),
  ).toBeVisible();
});

test('a log store that is down is named, and the rest of the tab is there', async ({
  page,
}) => {
  await signIn(
    page,
    'olga',
    `${TAB}?place=aks-dev/ecommerce/${SERVICE}&range=15m&logs=all`,
  );
  await expect(
    page.getByText(
      /The log store of cluster aks-dev cannot be asked: the connection is refused/,
    ),
  ).toBeVisible();
  await expect(
    page.getByText('The rest of the tab does not need the log store.'),
  ).toBeVisible();
  await expect(
    page.getByRole('table', { name: 'Medians over the range' }),
  ).toBeVisible();
  await expect(page.getByRole('table', { name: 'Connections' })).toBeVisible();
  // Another cluster's log store is well.
  await page.goto(ADDRESS);
  await expect(lines(page)).toBeVisible();
});
