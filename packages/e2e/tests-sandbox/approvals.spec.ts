import { expect, Page, test } from '@playwright/test';
import { PortalApi } from '../tests/support/api';
import { openLaunch, untilTouched } from '../tests/support/launchFault';
import { LOOKS, openPage } from '../tests/support/looks';
import { looksRight } from '../tests/support/looksRight';
import { CLUSTER, PROD, signIn } from '../tests/support/portal';

const SERVICE = 'shipping-service';
const dialogOf = (page: Page) => page.getByRole('dialog');

test('a fault in production: olga asks, cannot answer herself, omar allows it, olga launches exactly that', async ({
  page,
  browser,
  request,
}) => {
  await (await PortalApi.as(request, 'olga')).untilKnown(SERVICE);
  await untilTouched(page, {
    user: 'olga',
    service: SERVICE,
    experiment: /^A pod dies/,
    cluster: /gke-prod|GKE/,
    namespace: PROD,
  });
  await openLaunch(page);
  const dialog = dialogOf(page);
  await expect(dialog).toContainText(`${PROD} is production.`);
  await dialog.getByRole('textbox', { name: /reason/i }).fill('Game day');
  await dialog.getByRole('button', { name: 'Ask for approval' }).click();
  const link = dialog.getByRole('link', { name: 'Open the request' });
  const path = await link.getAttribute('href');
  if (!path) throw new Error('The request has no page.');

  // In a page of its own: the dialog stays, and changes when it is answered.
  const own = await openPage(browser, LOOKS[0]);
  await signIn(own, 'olga', path);
  await expect(own.getByTestId('approval-state')).toHaveText('Waiting');
  await expect(
    own.getByRole('button', { name: 'Allow', exact: true }),
  ).toHaveAttribute('aria-disabled', 'true');
  await own.context().close();

  const other = await openPage(browser, LOOKS[0]);
  await signIn(other, 'omar', '/approvals?mine=true');
  await other
    .getByText(/^A pod dies|^Pod/)
    .first()
    .click();
  await expect(other).toHaveURL(new RegExp(`${path}$`));
  await expect(other.getByText('Game day')).toBeVisible();
  await other.getByRole('button', { name: 'Allow', exact: true }).click();
  await dialogOf(other)
    .getByRole('button', { name: 'Allow', exact: true })
    .click();
  await expect(other.getByTestId('approval-state')).toHaveText('Allowed');
  await other.context().close();

  await expect(dialog).toContainText('omar allowed exactly this');
  await dialog.getByRole('textbox', { name: /type/i }).fill(SERVICE);
  await dialog.getByRole('button', { name: 'Launch as approved' }).click();
  await expect(page).toHaveURL(
    new RegExp(`/resilience/faults/${CLUSTER}/${PROD}/PodChaos/`),
  );

  await looksRight(browser, 'approval', path, async one => {
    await expect(one.getByTestId('approval-state')).toHaveText('Used');
  });
  await looksRight(browser, 'approvals', '/approvals', async one => {
    await expect(one.getByTestId('approval-state').first()).toHaveText('Used');
  });
});
