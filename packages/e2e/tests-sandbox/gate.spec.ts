import { expect, test } from '@playwright/test';
import type { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { PortalApi } from '../tests/support/api';
import { graveFaults } from '../tests/support/looks';
import { signIn } from '../tests/support/portal';

/** Where a rule stops promotions for new critical findings. */
const DEV = { cluster: 'aks-dev', namespace: 'ecommerce' };
const SERVICE = 'order-service';
const RULE = 'no new criticals in development';
const ROLLOUT = `/clusters/${DEV.cluster}/namespaces/${DEV.namespace}/rollouts/${SERVICE}`;
/** What the release adds, in the sandbox. */
const FINDING = 'CVE-2023-20873';

test('olga is stopped by a rule, overrides it with a reason, and the activity has both', async ({
  page,
  request,
}) => {
  const olga = await PortalApi.as(request, 'olga');
  await olga.untilKnown(SERVICE);
  const started = await olga.post('/sandbox-panel/v1/releases', {
    ...DEV,
    service: SERVICE,
    quality: 'good',
  });
  expect(started.ok(), await started.text()).toBe(true);

  await signIn(
    page,
    'olga',
    `/rollouts/${DEV.cluster}/${DEV.namespace}/${SERVICE}`,
  );
  // The scan of what runs takes its time, after the pods are there.
  await expect(page.getByTestId('canary-stopped')).toContainText(RULE, {
    timeout: 120_000,
  });
  const { core } = await olga.until<RolloutDetail>(
    `/rollouts/v1${ROLLOUT}`,
    'waiting for manual promotion',
    detail => detail.core.phase === 'Paused',
  );

  // The server decides, whatever a page shows.
  const refused = await olga.post(`/rollouts/v1${ROLLOUT}/actions/promote`, {
    seen: {
      uid: core.uid,
      currentPodHash: core.currentPodHash,
      currentStepIndex: core.stepIndex,
    },
  });
  expect([refused.status(), (await refused.json()).error.name]).toEqual([
    403,
    'ActionStoppedError',
  ]);

  await page.getByRole('button', { name: 'Promote', exact: true }).click();
  const dialog = page.getByRole('dialog');
  const stopped = dialog.getByTestId('action-stopped');
  await expect(stopped).toContainText(RULE);
  await expect(stopped.getByRole('link', { name: FINDING })).toBeVisible();
  expect(await graveFaults(page)).toEqual([]);
  const reason = 'The fix for the checkout cannot wait';
  await dialog.getByRole('textbox', { name: /^Reason/ }).fill(reason);
  await dialog.getByRole('button', { name: 'Override and promote' }).click();
  await expect(dialog).toBeHidden();

  const line = page.getByText(
    `Promote ${SERVICE}, overriding the rule "${RULE}": ${reason}`,
  );
  await expect(line).toBeVisible();
  await expect(line).toContainText(FINDING);
});
