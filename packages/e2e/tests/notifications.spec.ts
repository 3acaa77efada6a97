import { expect, test } from '@playwright/test';
import { release, settle, untilRollout } from './support/cluster';
import { rolloutPath, signIn, STAGE } from './support/portal';

test('the owner is notified when a canary has waited longer than the set time', async ({
  page,
}) => {
  // No other test touches this one: nothing has been said of it before.
  await settle(STAGE, 'order-service');
  await signIn(page, 'omar', '/notifications');
  const notice = page
    .getByRole('link', {
      name: /order-service .*wait.* gke-prod\/ecommerce-stage/i,
    })
    .first();
  await expect(notice).toHaveCount(0);
  await release(STAGE, 'order-service', `0.4.${Date.now() % 1_000_000_000}`);
  await untilRollout(
    STAGE,
    'order-service',
    'waiting for a user',
    ({ status }) => status.phase === 'Paused' && status.currentStepIndex === 1,
  );
  // app-config.e2e.yaml sets the time to 20 seconds.
  await expect(notice).toBeVisible({ timeout: 180_000 });
  await notice.click();
  await expect(page).toHaveURL(new RegExp(rolloutPath(STAGE, 'order-service')));
});
