import { expect, test } from '@playwright/test';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';
import { cutTexts, LOOKS, turnTo } from '../tests/support/looks';
import { looksRight } from '../tests/support/looksRight';

const ENTITY = 'component:default/order-service';
const LAUNCH = `/resilience/runs/launch?entity=${encodeURIComponent(ENTITY)}`;

test('olga designs a joint run, watches it start, and stops it: the verdict says what it is worth', async ({
  page,
  browser,
}) => {
  await signIn(page, 'olga', LAUNCH);
  const step = (name: RegExp) => page.getByRole('button', { name }).click();
  await page.getByRole('combobox', { name: 'Add a load or a fault' }).click();
  await page.getByRole('option', { name: /^Fault: A pod dies/ }).click();
  await expect(page.getByRole('slider', { name: /^A pod dies/ })).toBeVisible();

  await step(/Where/);
  await page
    .getByRole('radio', { name: new RegExp(`^${CLUSTER}/${STAGE}`) })
    .check();

  // What it will touch, before it is launched.
  await step(/What it will touch/);
  await expect(page.getByText('It could be launched now.')).toBeVisible();
  await step(/Review and launch/);
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Launch', exact: true })
    .click();

  await expect(page).toHaveURL(/\/resilience\/runs\/[0-9a-f-]{36}$/);
  await expect(page.getByTestId('run-state')).toHaveText('Baseline');
  await expect(page.getByTestId('now-marker')).toBeAttached();
  await expect(page.getByText('Success rate', { exact: true })).toBeVisible();
  const path = new URL(page.url()).pathname;

  await page.getByRole('button', { name: 'Stop', exact: true }).click();
  await expect(page.getByTestId('run-state')).toHaveText('Stopped');
  const verdict = page.getByRole('region', { name: 'Verdict' });
  await expect(verdict).toContainText('Inconclusive');
  await expect(verdict).toContainText(
    'Nothing was injected, so nothing was tested.',
  );

  // On a phone thresholds and parts are cards: nothing of them scrolls sideways.
  await turnTo(page, LOOKS.find(({ width }) => width === 390)!);
  for (const name of ['Thresholds', 'Parts of the run']) {
    const list = page.getByRole('list', { name });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    expect(await cutTexts(list), name).toEqual([]);
  }
  await turnTo(page, LOOKS[0]);

  await looksRight(browser, 'joint-run', path, async one => {
    await expect(one.getByTestId('run-state')).toHaveText('Stopped');
  });
  await looksRight(browser, 'joint-launch', LAUNCH, async one => {
    await expect(one.getByRole('region', { name: 'Timeline' })).toBeVisible();
  });
});
