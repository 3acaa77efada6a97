import { expect, Page, test } from '@playwright/test';
import { decodeRison } from '@slipway/plugin-observability-common/testUtils';
import { PortalApi, PortalFaults } from '../tests/support/api';
import {
  kubectl,
  makeWell,
  release,
  settle,
  untilRollout,
} from '../tests/support/cluster';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, rolloutPath, signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'payment-service';
const ENTITY = `component/default/${SERVICE}`;
const TAB = `/catalog/default/component/${SERVICE}/timeline`;
const FAULT = 'e2e-timeline';
const MINUTE = 60_000;
/** Until an alert fires: its rule waits half a minute, over a rate of one. */
const FIRES = { timeout: 180_000 };

interface Item {
  title: string;
  from?: number;
  at?: number;
}
interface Answer {
  lanes: Array<{ kind: string; items: Item[] }>;
}

const marks = (page: Page) =>
  page.getByRole('table', { name: /Marks of the timeline/ });
const mark = (page: Page, name: string | RegExp) =>
  marks(page).getByRole('button', { name }).first();
const chosen = (page: Page) => page.getByRole('region', { name: /^Chosen: / });
/** The range in the address of a page, ms. */
const rangeOf = (address: string) => {
  const [from, to] = (new URL(address).searchParams.get('range') ?? '')
    .split('-')
    .map(Number);
  return { from, to };
};
const refresh = (page: Page) =>
  page.getByRole('button', { name: 'Refresh', exact: true }).click();

let version = '';

test.beforeAll(async ({ request }) => {
  const api = await PortalApi.as(request, 'olga');
  await api.untilKnown(SERVICE);
  await settle(STAGE, SERVICE);
  version = `0.2.${Date.now() % 1_000_000_000}-errors`;
  await release(STAGE, SERVICE, version);
  await untilRollout(
    STAGE,
    SERVICE,
    'paused at step 1',
    ({ status, metadata }) =>
      status.phase === 'Paused' &&
      status.currentStepIndex === 1 &&
      status.observedGeneration === String(metadata.generation),
  );
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  await faults.launch(
    faults.draft('NetworkChaos', FAULT, {
      action: 'delay',
      delay: { latency: '120ms' },
      duration: '20s',
    }),
  );
  // An alert on the canary is firing, as the timeline has it.
  await api.until<Answer>(
    `/timeline/v1/entities/${ENTITY}/timeline?from=${
      Date.now() - 60 * MINUTE
    }&to=${Date.now() + 60 * MINUTE}`,
    'an alert fired',
    ({ lanes }) =>
      lanes.some(
        ({ kind, items }) =>
          kind === 'alert' &&
          items.some(({ title }) => title.includes('ServiceErrorsHigh')),
      ),
    FIRES.timeout,
  );
});
// The tests that follow find the service as it was.
test.afterAll(async () => {
  await kubectl('delete', 'networkchaos.chaos-mesh.org', '--all', '-n', STAGE);
  await makeWell(STAGE, SERVICE);
});

test('olga goes from an alert to the canary and the fault that were there, and on to Kibana and Grafana', async ({
  page,
  browser,
}) => {
  await signIn(page, 'olga', `${TAB}?range=6h`);

  await test.step('the alert, and half an hour around it', async () => {
    await expect(async () => {
      await refresh(page);
      await expect(mark(page, /ServiceErrorsHigh/)).toBeVisible({
        timeout: 5_000,
      });
    }).toPass();
    await mark(page, /ServiceErrorsHigh/).click();
    await expect(page).toHaveURL(/focus=observability/);
    await chosen(page)
      .getByRole('button', { name: '± 30 min around this' })
      .click();
    await expect(page).toHaveURL(/range=\d+-\d+/);
    const { from, to } = rangeOf(page.url());
    expect(to - from).toBeGreaterThanOrEqual(60 * MINUTE);
  });

  await test.step('what was rolled out then, and its page', async () => {
    await mark(page, version).click();
    await expect(chosen(page)).toContainText('Releases');
    await expect(chosen(page)).toContainText(`${CLUSTER}/${STAGE} ${SERVICE}`);
    const rollout = chosen(page).getByRole('link', { name: 'Open its page' });
    await expect(rollout).toHaveAttribute('href', rolloutPath(STAGE, SERVICE));
  });

  await test.step('the fault of then', async () => {
    await mark(page, `NetworkChaos ${FAULT}`).click();
    await expect(chosen(page)).toContainText('Faults');
    await expect(chosen(page)).toContainText('user:default/olga');
    await expect(
      chosen(page).getByRole('link', { name: 'Open its page' }),
    ).toHaveAttribute(
      'href',
      `/resilience/faults/${CLUSTER}/${STAGE}/NetworkChaos/${FAULT}`,
    );
  });

  await test.step('somebody else opens the address and sees the same', async () => {
    const other = await (await browser.newContext()).newPage();
    await signIn(other, 'vera', page.url());
    await expect(chosen(other)).toContainText(`NetworkChaos ${FAULT}`);
    expect(rangeOf(other.url())).toEqual(rangeOf(page.url()));
    await other.context().close();
  });

  await test.step('metrics, logs and links of the same time', async () => {
    await chosen(page)
      .getByRole('link', { name: 'Metrics, logs and links of this time' })
      .click();
    await expect(page).toHaveURL(/\/observability\?range=\d+-\d+/);
    const { from, to } = rangeOf(page.url());
    const seconds = {
      from: Math.floor(from / 1000) * 1000,
      to: Math.ceil(to / 1000) * 1000,
    };
    await page.goto(`${page.url()}&place=${CLUSTER}/${STAGE}/${SERVICE}`);
    const grafana = new URL(
      (await page
        .getByRole('link', { name: 'Dashboard in Grafana', exact: true })
        .getAttribute('href')) ?? '',
    );
    expect(Object.fromEntries(grafana.searchParams)).toMatchObject({
      from: String(seconds.from),
      to: String(seconds.to),
      'var-cluster': CLUSTER,
      'var-namespace': STAGE,
      'var-app': SERVICE,
    });
    const kibana = new URL(
      (await page
        .getByRole('link', { name: 'Logs of canary in Kibana', exact: true })
        .getAttribute('href')) ?? '',
    );
    const state = new URLSearchParams(kibana.hash.replace('#/?', ''));
    expect(decodeRison(state.get('_g') ?? '')).toEqual({
      time: {
        from: new Date(seconds.from).toISOString(),
        to: new Date(seconds.to).toISOString(),
      },
    });
    expect(decodeRison(state.get('_a') ?? '')).toMatchObject({
      query: { query: expect.stringContaining(`"${SERVICE}"`) },
    });
  });

  await looksRight(browser, 'timeline', `${TAB}?range=6h`, async one => {
    await expect(marks(one)).toBeVisible();
    await expect(
      one.getByRole('img', { name: /^Success rate/ }).first(),
    ).toBeVisible();
  });
});

test('vera sees the system, one lane for each service, and opens the one that was disturbed', async ({
  page,
  browser,
}) => {
  const system = '/catalog/default/system/ecommerce/timeline';
  await signIn(page, 'vera', `${system}?range=1h`);
  const service = page.getByRole('button', { name: SERVICE, exact: true });
  await expect(async () => {
    await refresh(page);
    await expect(service).toBeVisible({ timeout: 5_000 });
  }).toPass();
  await expect(service).toHaveAttribute('aria-expanded', 'false');
  // On which services something went wrong depends on what ran before.
  await expect(page.getByRole('combobox', { name: 'Workload' })).toHaveText(
    /^\S+\/\S+ \S+$/,
  );
  await service.click();
  await expect(page).toHaveURL(/open=/);
  await expect(page.getByTestId('lane fault')).toBeVisible();
  await page.reload();
  await expect(service).toHaveAttribute('aria-expanded', 'true');

  await looksRight(
    browser,
    'timeline-system',
    `${system}?range=1h`,
    async one => expect(marks(one)).toBeVisible(),
  );
});
