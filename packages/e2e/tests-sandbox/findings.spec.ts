import { expect, Page, test } from '@playwright/test';
import { looksRight } from '../tests/support/looksRight';
import { PROD, rolloutPath, signIn } from '../tests/support/portal';

const TAB = '/catalog/default/component/order-service/security';

/** The scan of what runs takes its time, after the pods are there. */
const SCANNED = { timeout: 120_000 };

/** The demo scenario has a canary of order-service from its opening on. */
async function openCanary(page: Page) {
  await signIn(page, 'olga', rolloutPath(PROD, 'order-service'));
  const adds = page.getByTestId('canary-adds');
  await expect(adds).toContainText(/This canary adds \d+ /, SCANNED);
  return adds;
}

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
  await expect(findings).toContainText('Trivy Operator in gke-prod');
  await expect(findings).toContainText(
    'No file is configured, so it is unknown.',
  );
});

test('the pages of findings look right', async ({ browser }) => {
  await looksRight(browser, 'findings', TAB, page =>
    expect(
      page.getByRole('region', { name: /^Upgrades of order-service/ }).first(),
    ).toBeVisible(SCANNED),
  );
  await looksRight(
    browser,
    'canary-adds',
    rolloutPath(PROD, 'order-service'),
    page =>
      expect(page.getByTestId('canary-adds')).toContainText(
        /This canary adds \d+ /,
        SCANNED,
      ),
  );
});
