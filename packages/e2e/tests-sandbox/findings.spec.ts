import { expect, Page, test } from '@playwright/test';
import {
  readRollout,
  release,
  settle,
  untilRollout,
} from '../tests/support/cluster';
import { looksRight } from '../tests/support/looksRight';
import { rolloutPath, signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'order-service';
const TAB = `/catalog/default/component/${SERVICE}/security`;

/** The scan of what runs takes its time, after the pods are there. */
const SCANNED = { timeout: 120_000 };

/** The release after the one that runs: it differs also when these tests start again after one that failed. */
async function nextTag(): Promise<string> {
  const { spec } = await readRollout(STAGE, SERVICE);
  const [, minor = '1'] =
    /:0\.(\d+)\./.exec(spec.template.spec.containers[0].image) ?? [];
  return `0.${Number(minor) + 1}.0`;
}

/** A canary of order-service in stage that waits for manual promotion. */
async function canaryWaits() {
  await settle(STAGE, SERVICE);
  await release(STAGE, SERVICE, await nextTag());
  await untilRollout(
    STAGE,
    SERVICE,
    'paused',
    ({ status, metadata }) =>
      status.phase === 'Paused' &&
      status.observedGeneration === String(metadata.generation),
  );
}

async function openCanary(page: Page) {
  await signIn(page, 'olga', rolloutPath(STAGE, SERVICE));
  const adds = page.getByTestId('canary-adds');
  await expect(adds).toContainText(/This canary adds \d+ /, SCANNED);
  return adds;
}

test.beforeAll(canaryWaits);
// The tests that follow find the service as it was.
test.afterAll(() => settle(STAGE, SERVICE));

test('olga sees what her canary adds, on its page and before she promotes', async ({
  page,
}) => {
  const adds = await openCanary(page);
  await expect(adds.getByText('Adds findings', { exact: true })).toBeVisible();
  const added = adds.getByRole('region', { name: 'New findings' });
  await expect(
    added.getByRole('link', { name: /^CVE-/ }).first(),
  ).toBeVisible();
  await page.getByRole('button', { name: 'Promote', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await expect(dialog.getByTestId('canary-note')).toContainText(
    /This canary adds \d+ /,
  );
  await page.keyboard.press('Escape');
  await expect(dialog).toBeHidden();
});

test('olga reads the findings of her service, worst and fixable first, with their sources', async ({
  page,
}) => {
  await signIn(page, 'olga', TAB);
  const findings = page.getByTestId('findings');
  const stable = findings
    .getByRole('region', { name: /^Upgrades of order-service .* stable$/ })
    .first();
  await expect(stable).toBeVisible(SCANNED);
  // What has a fix stands before what has none, however severe.
  const rows = stable.getByRole('row');
  await expect(rows.nth(1)).toContainText('→');
  await expect(rows.last()).toContainText('no fix is listed');
  // Since when it is known, and what that means.
  await expect(findings).toContainText('critical 7 days, high 30 days');
  await expect(
    findings.getByRole('img', { name: /^Open findings\. Critical/ }),
  ).toBeVisible();
  const sources = findings.getByRole('button', { name: /^Sources/ });
  // Folded while all of them are as they should be.
  if ((await sources.getAttribute('aria-expanded')) === 'false') {
    await sources.click();
  }
  await expect(findings).toContainText('Trivy Operator in gke-prod');
  // Of each mounted file how old it is.
  for (const source of ['EPSS', 'Known exploited vulnerabilities', 'OpenVEX']) {
    await expect(
      findings
        .getByRole('listitem')
        .filter({ hasText: new RegExp(`^${source}`) })
        .first(),
    ).toContainText(/ago|2026/);
  }
});

test('vera finds the services that run a given vulnerability, by team, and exports them', async ({
  page,
}) => {
  await signIn(page, 'vera', TAB);
  const finding = page
    .getByRole('region', { name: /^Upgrades of order-service .* stable$/ })
    .getByRole('link', { name: /^CVE-/ })
    .first();
  await expect(finding).toBeVisible(SCANNED);
  const cve = (await finding.textContent())?.match(/CVE-\d+-\d+/)?.[0] ?? '';
  await page.goto('/security');
  const services = page.getByRole('grid', { name: 'Services' });
  await expect(services).toContainText('order-service');
  await page.getByRole('textbox', { name: 'Vulnerability' }).fill(cve);
  await page.keyboard.press('Enter');
  const places = page.getByRole('grid', { name: 'Places' });
  await expect(places).toContainText('order-service');
  await expect(places).toContainText(cve);
  await expect(page).toHaveURL(new RegExp(`cve=${cve}`));
  await page.getByRole('button', { name: 'Export' }).click();
  const download = page.waitForEvent('download');
  await page.getByRole('menuitem', { name: /CSV/ }).click();
  expect((await download).suggestedFilename()).toBe('who-runs.csv');
});

test('the pages of findings look right', async ({ browser }) => {
  await looksRight(browser, 'findings', TAB, page =>
    expect(
      page.getByRole('region', { name: /^Upgrades of order-service/ }).first(),
    ).toBeVisible(SCANNED),
  );
  await looksRight(browser, 'findings-fleet', '/security', page =>
    expect(page.getByText(/services, each in one cluster/)).toBeVisible(
      SCANNED,
    ),
  );
  await looksRight(browser, 'canary-adds', rolloutPath(STAGE, SERVICE), page =>
    expect(page.getByTestId('canary-adds')).toContainText(
      /This canary adds \d+ /,
      SCANNED,
    ),
  );
});
