import { expect, Page, test } from '@playwright/test';
import { decodeRison } from '@slipway/plugin-observability-common/testUtils';
import { PortalApi } from '../tests/support/api';
import { makeWell, release, untilRollout } from '../tests/support/cluster';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, rolloutPath, signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'payment-service';
const TAB = `/catalog/default/component/${SERVICE}/observability?place=${CLUSTER}/${STAGE}/${SERVICE}&range=15m`;

const figures = (page: Page) =>
  page.getByRole('table', { name: 'Medians over the range' });
const row = (page: Page, name: string) =>
  figures(page).getByRole('row', { name: new RegExp(`^${name}`) });
const addressOf = async (page: Page, name: string) =>
  new URL(
    (await page
      .getByRole('link', { name, exact: true })
      .getAttribute('href')) ?? '',
  );

test('olga follows a bad canary beside stable, and goes to Grafana and Kibana with the same range', async ({
  page,
  browser,
  request,
}) => {
  await (await PortalApi.as(request, 'olga')).untilKnown(SERVICE);
  const hash = await test.step('a canary that fails requests', async () => {
    await makeWell(STAGE, SERVICE);
    await release(STAGE, SERVICE, `0.2.${Date.now() % 1_000_000_000}-errors`);
    const { status } = await untilRollout(
      STAGE,
      SERVICE,
      'paused at step 1',
      rollout =>
        rollout.status.phase === 'Paused' &&
        rollout.status.currentStepIndex === 1 &&
        rollout.status.observedGeneration ===
          String(rollout.metadata.generation),
    );
    return status.currentPodHash ?? '';
  });

  await test.step('its metrics stand beside those of stable', async () => {
    await signIn(page, 'olga', TAB);
    await expect(async () => {
      await page.getByRole('button', { name: 'Refresh', exact: true }).click();
      // 15 % of the canary's requests fail; stable is well.
      await expect(
        row(page, 'Success rate').getByRole('cell').nth(1),
      ).toHaveText(/^([5-8]\d|9[0-7])(\.\d+)? %$/, { timeout: 5_000 });
    }).toPass();
    await expect(row(page, 'Success rate').getByRole('cell').nth(0)).toHaveText(
      /^(99(\.\d+)?|100) %$/,
    );
    await expect(
      page.getByRole('img', { name: /^Success rate\. stable: .*canary: / }),
    ).toBeVisible();
  });

  await test.step('the range stands in the address', async () => {
    await page.getByRole('button', { name: '1 h', exact: true }).click();
    await expect(page).toHaveURL(/range=1h/);
    await page.getByRole('button', { name: 'Since the release' }).click();
    await expect(page).toHaveURL(/range=release/);
  });

  await test.step('an earlier period is drawn beside it', async () => {
    await page.getByRole('combobox', { name: 'Compare with' }).click();
    await page.getByRole('option', { name: 'The period before' }).click();
    await expect(page).toHaveURL(/compare=before/);
    await expect(
      figures(page).getByRole('columnheader', {
        name: 'earlier against stable',
      }),
    ).toBeVisible();
  });

  const to = Date.now();
  const from = to - 600_000;
  const fixed = `range=${from}-${to}`;
  const seconds = {
    from: Math.floor(from / 1000) * 1000,
    to: Math.ceil(to / 1000) * 1000,
  };
  await test.step('links carry the range and the revision', async () => {
    await page.goto(TAB.replace('range=15m', fixed));
    await expect(figures(page)).toBeVisible();
    const grafana = await addressOf(page, 'Dashboard in Grafana');
    expect(grafana.origin + grafana.pathname).toBe(
      'https://grafana.example.com/d/services/services',
    );
    expect(Object.fromEntries(grafana.searchParams)).toEqual({
      orgId: '1',
      from: String(seconds.from),
      to: String(seconds.to),
      'var-cluster': CLUSTER,
      'var-namespace': STAGE,
      'var-app': SERVICE,
      'var-hash': hash,
    });
    const kibana = await addressOf(page, 'Logs of canary in Kibana');
    expect(kibana.origin + kibana.pathname).toBe(
      'https://kibana.example.com/app/discover',
    );
    const state = new URLSearchParams(kibana.hash.replace('#/?', ''));
    expect(decodeRison(state.get('_g') ?? '')).toEqual({
      time: {
        from: new Date(seconds.from).toISOString(),
        to: new Date(seconds.to).toISOString(),
      },
    });
    expect(decodeRison(state.get('_a') ?? '')).toEqual({
      dataSource: { dataViewId: 'logs', type: 'dataView' },
      query: {
        language: 'kuery',
        query: `kubernetes.namespace : "${STAGE}" and kubernetes.labels.app_kubernetes_io/name : "${SERVICE}" and kubernetes.labels.rollouts-pod-template-hash : "${hash}"`,
      },
    });
    const zipkin = await addressOf(page, 'Traces in Zipkin');
    expect(zipkin.searchParams.get('serviceName')).toBe(SERVICE);

    await page.getByRole('button', { name: 'Queries of Success rate' }).click();
    const explore = await addressOf(page, 'Open canary in Grafana');
    const { a } = JSON.parse(explore.searchParams.get('panes') ?? '');
    expect(a.range).toEqual({
      from: String(seconds.from),
      to: String(seconds.to),
    });
    expect(a.queries[0].expr).toContain(`rollouts_pod_template_hash="${hash}"`);
  });

  await test.step('callers and callees, by keyboard and as a table', async () => {
    const callee = page.getByRole('link', { name: `order-service, ${STAGE}` });
    await callee.focus();
    await expect(callee).toBeFocused();
    await page.getByRole('button', { name: 'View graph as table' }).click();
    const edges = page.getByRole('table', { name: 'Callers and callees' });
    await expect(
      edges.getByRole('row', {
        name: /payment-service order-service .* req\/s/,
      }),
    ).toBeVisible();
  });

  await looksRight(browser, 'observability', TAB, async one => {
    await expect(figures(one)).toBeVisible();
    await expect(
      one.getByRole('region', { name: 'Service graph' }),
    ).toBeVisible();
    await expect(one.getByRole('table', { name: 'Connections' })).toBeVisible();
  });
  await makeWell(STAGE, SERVICE);
});

test('vera sees the system as a graph: who calls whom, and the release and the alert of a service', async ({
  page,
  browser,
  request,
}) => {
  const api = await PortalApi.as(request, 'olga');
  await api.untilKnown(SERVICE);
  const system = `/catalog/default/system/ecommerce/observability?place=${CLUSTER}/${STAGE}`;
  await makeWell(STAGE, SERVICE);
  await release(STAGE, SERVICE, `0.2.${Date.now() % 1_000_000_000}-errors`);
  try {
    await signIn(page, 'vera', system);
    const picture = page.getByRole('region', { name: 'Graph of the system' });
    const service = (name: RegExp) => picture.getByRole('link', { name });

    await test.step('live figures of every service, by themselves', async () => {
      await expect(
        service(/^order-service, Healthy, .* req\/s · (100|99(\.\d+)?) %/),
      ).toBeVisible({ timeout: 60_000 });
      await expect(picture).toContainText('req/s');
    });

    await test.step('what is going on in it, with its page', async () => {
      await expect(
        service(new RegExp(`^${SERVICE}, .* req/s · .*1 release`)),
      ).toBeVisible({ timeout: 120_000 });
      const busy = page.getByRole('table', { name: 'What is going on' });
      await expect(
        busy
          .getByRole('row', { name: new RegExp(SERVICE) })
          .getByRole('link')
          .first(),
      ).toHaveAttribute('href', rolloutPath(STAGE, SERVICE));
    });

    await test.step('a service is reached by keyboard, and leads to its tab there', async () => {
      const target = service(new RegExp(`^${SERVICE},`));
      await target.focus();
      await page.keyboard.press('Enter');
      await expect(page).toHaveURL(
        new RegExp(`/component/${SERVICE}/observability\\?place=`),
      );
      await expect(figures(page)).toBeVisible();
      await page.goBack();
    });

    await test.step('the same as tables', async () => {
      await page.getByRole('button', { name: 'View graph as table' }).click();
      await expect(
        page
          .getByRole('table', { name: 'Calls between services' })
          .getByRole('row', {
            name: /payment-service → order-service .* req\/s/,
          }),
      ).toBeVisible();
      await expect(
        page
          .getByRole('table', { name: 'Services of the system' })
          .getByRole('link', { name: SERVICE, exact: true }),
      ).toBeVisible();
    });

    await looksRight(browser, 'system-graph', system, async one => {
      await expect(
        one
          .getByRole('region', { name: 'Graph of the system' })
          .or(one.getByRole('list', { name: 'Services of the system' })),
      ).toBeVisible();
    });
  } finally {
    await makeWell(STAGE, SERVICE);
  }
});
