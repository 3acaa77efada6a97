import { expect, test } from '@playwright/test';
import type { HaltState } from '@slipway/plugin-chaos-common';
import { done, PortalApi, PortalFaults } from '../tests/support/api';
import { kubectl } from '../tests/support/cluster';
import { untilTouched } from '../tests/support/launchFault';
import { LOOKS, openPage } from '../tests/support/looks';
import { looksRight } from '../tests/support/looksRight';
import { signIn, STAGE } from '../tests/support/portal';

const SERVICE = 'payment-service';
const FAULT = 'e2e-halted';
const FAULTS = '/resilience/faults';
const HALT = '/chaos/v1/halt';
const REASON = 'Customers cannot pay';
const HALTED = `Faults are halted by user:default/paula: ${REASON}.`;

// A test that failed midway must not leave the others without faults.
test.afterAll(async ({ request }) => {
  const paula = await PortalApi.as(request, 'paula');
  const { halted, at } = await done<HaltState>(await paula.get(HALT));
  if (halted) {
    await done(
      await paula.post(`${HALT}/actions/lift`, { seen: { halted, at } }),
    );
  }
  await kubectl('delete', 'networkchaos.chaos-mesh.org', '--all', '-n', STAGE);
});

test('paula halts everything with a reason: faults stop, nobody may start one, until she lifts it', async ({
  page,
  browser,
  request,
}) => {
  const faults = await PortalFaults.as(request, 'olga', SERVICE);
  const draft = (name: string) =>
    faults.draft('NetworkChaos', name, {
      action: 'delay',
      delay: { latency: '120ms' },
      duration: '10m',
    });
  await faults.launch(draft(FAULT));
  await faults.until(
    'NetworkChaos',
    FAULT,
    'it runs',
    ({ core }) => core.state === 'running',
  );

  await signIn(page, 'paula', FAULTS);
  await page
    .getByRole('button', { name: 'Halt everything', exact: true })
    .click();
  const dialog = page.getByRole('dialog');
  const confirm = dialog.getByRole('button', {
    name: 'Halt everything',
    exact: true,
  });
  // Not without a reason.
  await expect(confirm).toBeDisabled();
  await dialog.getByRole('textbox', { name: 'Reason' }).fill(REASON);
  await confirm.click();
  const bar = page.getByRole('alert').filter({ hasText: 'Faults are halted' });
  await expect(bar).toContainText(REASON);
  await expect(bar).toContainText('paula');
  await expect(bar).toContainText(
    /[1-9]\d* faults? (was|were) stopped by it\./,
  );
  await faults.untilGone('NetworkChaos', FAULT);

  // Somebody else is refused, with who halted and why: on the page, and past it.
  const other = await openPage(browser, LOOKS[0]);
  await untilTouched(other, {
    user: 'olga',
    service: SERVICE,
    experiment: /^Slow network/,
    cluster: /gke-prod|GKE/,
    namespace: STAGE,
  });
  await expect(other.getByText(HALTED)).toBeVisible();
  await other.context().close();
  const { seen, launchable } = await faults.preview(draft('e2e-refused'));
  expect(launchable).toBe(false);
  const refused = await faults.api.post(`${faults.place}/actions/launch`, {
    seen,
    args: { draft: draft('e2e-refused') },
  });
  expect(refused.status()).toBe(403);
  expect(await refused.text()).toContain(HALTED);

  await looksRight(browser, 'faults-halted', FAULTS, async one => {
    await expect(one.getByText('Faults are halted')).toBeVisible();
    // Only the platform group may lift it.
    await expect(
      one.getByRole('button', { name: 'Lift the halt' }),
    ).toHaveAttribute('aria-disabled', 'true');
  });

  await page.getByRole('button', { name: 'Lift the halt' }).click();
  await dialog.getByRole('button', { name: 'Lift the halt' }).click();
  await expect(bar).toBeHidden();
  await expect(
    page.getByRole('button', { name: 'Halt everything', exact: true }),
  ).toBeVisible();
  const { launchable: again } = await faults.preview(draft('e2e-again'));
  expect(again).toBe(true);
});
