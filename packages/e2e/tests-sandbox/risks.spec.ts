import { expect, test } from '@playwright/test';
import { PortalApi } from '../tests/support/api';
import { graveFaults, LOOKS, openPage } from '../tests/support/looks';
import { signIn } from '../tests/support/portal';

const SERVICE = 'order-service';
const TAB = `/catalog/default/component/${SERVICE}/security`;
/** In the base image of all old releases; nothing else is tested by it. */
const FINDING = 'CVE-2022-3715';
const WHY = 'Nobody passes expressions to bash there';
const until = () =>
  new Date(Date.now() + 20 * 24 * 3_600_000).toISOString().slice(0, 10);

test('olga accepts a risk with the leave of omar: it does not count until she takes it back', async ({
  page,
  browser,
  request,
}) => {
  await (await PortalApi.as(request, 'olga')).untilKnown(SERVICE);
  await signIn(page, 'olga', TAB);
  const accept = page
    .getByRole('button', { name: `Accept the risk of ${FINDING} in bash` })
    .first();
  // The scan of what runs takes its time, after the pods are there.
  await expect(accept).toBeVisible({ timeout: 120_000 });
  await accept.click();
  const dialog = page.getByRole('dialog');
  await expect(
    dialog.getByRole('radio', { name: /^in all services: / }),
  ).toBeDisabled();
  await dialog.getByLabel(/^Until/).fill(until());
  await dialog.getByRole('textbox', { name: /^Why it can be/ }).fill(WHY);
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill('For now');
  expect(await graveFaults(page)).toEqual([]);
  await dialog.getByRole('button', { name: 'Ask for approval' }).click();
  const path = await dialog
    .getByRole('link', { name: 'Open the request' })
    .getAttribute('href');
  if (!path) throw new Error('The request has no page.');

  const other = await openPage(browser, LOOKS[0]);
  await signIn(other, 'omar', path);
  await expect(other.getByText(WHY).first()).toBeVisible();
  await other.getByRole('button', { name: 'Allow', exact: true }).click();
  await other
    .getByRole('dialog')
    .getByRole('button', { name: 'Allow', exact: true })
    .click();
  await expect(other.getByTestId('approval-state')).toHaveText('Allowed');
  await other.context().close();

  // She closed the tab meanwhile: what she asked for stands there.
  await page.goto(TAB);
  await page
    .getByRole('button', { name: `Open the request about ${FINDING} in ` })
    .click();
  await dialog.getByRole('button', { name: 'Accept risk as approved' }).click();
  await expect(dialog).toBeHidden();
  const accepted = page.getByRole('table', { name: 'Accepted risks' });
  await expect(accepted).toContainText(FINDING);
  await expect(accepted).toContainText(/olga.*allowed by.*omar/i);
  await expect(accepted).toContainText(until());
  await expect(accepted).toContainText(WHY);
  await expect(accept).toBeHidden();
  await expect(
    page
      .getByText(
        new RegExp(`Accepted risk: by olga, allowed by omar \\(${WHY}\\)`),
      )
      .first(),
  ).toBeVisible();

  await page
    .getByRole('button', { name: new RegExp(`^Withdraw ${FINDING}`) })
    .click();
  await dialog.getByRole('button', { name: 'Withdraw' }).click();
  await expect(accepted).toBeHidden();
  await expect(accept).toBeVisible();
});
