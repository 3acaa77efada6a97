import { expect, Page, test } from '@playwright/test';
import { readRollout, release, settle, untilRollout } from './support/cluster';
import {
  PROD,
  rolloutApi,
  rolloutPath,
  signIn,
  tokenOf,
} from './support/portal';

const SERVICE = 'order-service';
const REASON = 'Errors of 40 %, the owners do not answer';

const promote = (page: Page) =>
  page.getByRole('button', { name: 'Promote', exact: true });

test('on-call breaks the glass for one service, promotes it, ends it, and the record shows it', async ({
  page,
  request,
}) => {
  await settle(PROD, SERVICE);
  await release(PROD, SERVICE, `0.2.${Date.now() % 1_000_000_000}`);
  await untilRollout(
    PROD,
    SERVICE,
    'paused at step 1',
    ({ metadata, status }) =>
      status.observedGeneration === String(metadata.generation) &&
      status.phase === 'Paused' &&
      status.currentStepIndex === 1 &&
      (status.pauseConditions?.length ?? 0) > 0,
  );

  await signIn(page, 'nora', rolloutPath(PROD, SERVICE));
  await expect(promote(page)).toHaveAttribute('aria-disabled', 'true');
  await expect(promote(page)).toHaveAccessibleDescription(
    /team-orders.*break the glass/,
  );

  await page.getByRole('button', { name: 'More actions' }).click();
  await page.getByRole('menuitem', { name: 'Break glass…' }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByRole('textbox', { name: /reason/i }).fill(REASON);
  await dialog.getByRole('button', { name: 'Break glass' }).click();
  await expect(dialog).toBeHidden();
  const banner = page.getByTestId('break-glass');
  await expect(banner).toContainText(/until \d\d:\d\d \(\d+ min left\)/);
  await expect(banner).toContainText(REASON);

  await expect(promote(page)).not.toHaveAttribute('aria-disabled');
  await promote(page).click();
  await dialog.getByRole('button', { name: /^promote/i }).click();
  await expect(dialog).toBeHidden();
  await untilRollout(
    PROD,
    SERVICE,
    'past step 1',
    ({ status }) => (status.currentStepIndex ?? 0) >= 2,
  );

  await page.getByRole('button', { name: 'End now' }).click();
  await expect(banner).toBeHidden();
  await expect(
    page.getByRole('button', { name: 'Abort', exact: true }),
  ).toHaveAccessibleDescription(/team-orders/);
  const activity = page
    .locator('section')
    .filter({ has: page.getByRole('button', { name: /^Activity/ }) });
  for (const line of [
    `Promote ${SERVICE} under break-glass`,
    `Break the glass for ${SERVICE}`,
    `End break-glass for ${SERVICE}`,
  ]) {
    await expect(activity.getByText(line).first()).toBeVisible();
  }

  // The server says so too, not only the button.
  const { metadata, status } = await readRollout(PROD, SERVICE);
  const refused = await request.post(
    `${rolloutApi(PROD, SERVICE)}/actions/abort`,
    {
      headers: { authorization: `Bearer ${await tokenOf(request, 'nora')}` },
      data: {
        seen: { uid: metadata.uid, currentPodHash: status.currentPodHash },
      },
    },
  );
  expect(refused.status()).toBe(403);
});

test('a grant opens and ends on every open page of the service, without a reload', async ({
  browser,
  request,
}) => {
  const headersOf = async (user: string) => ({
    authorization: `Bearer ${await tokenOf(request, user)}`,
  });
  /** A page of its own user, with a mark that a reload would wipe out. */
  const open = async (user: string, path: string) => {
    const page = await (await browser.newContext()).newPage();
    await signIn(page, user, path);
    await page.evaluate(() => {
      document.documentElement.dataset.mark = 'not reloaded';
    });
    return page;
  };
  const abort = (page: Page) =>
    page.getByRole('button', { name: 'Abort', exact: true });

  const nora = await open('nora', rolloutPath(PROD, SERVICE));
  const vera = await open('vera', rolloutPath(PROD, SERVICE));
  const olga = await open('olga', `/catalog/default/component/${SERVICE}`);
  for (const page of [nora, vera]) {
    await expect(abort(page)).toHaveAccessibleDescription(/team-orders/);
  }
  await expect(
    olga.getByRole('link', { name: /gke-prod/ }).first(),
  ).toBeVisible();

  const opened = await request.post('/api/break-glass/v1/grants', {
    headers: await headersOf('nora'),
    data: {
      entityRef: `component:default/${SERVICE}`,
      reason: REASON,
      minutes: 5,
    },
  });
  expect(opened.status()).toBe(201);
  const grant = await opened.json();
  const own = nora.getByTestId('break-glass');
  await expect(own).toContainText(REASON);
  for (const page of [vera, olga]) {
    const notice = page.getByTestId('break-glass-notice');
    await expect(notice).toContainText(
      /^nora has break-glass access until \d\d:\d\d: /,
    );
    await expect(notice).toContainText(REASON);
  }
  await expect(abort(nora)).not.toHaveAccessibleDescription(/team-orders/);
  await expect(abort(vera)).toHaveAccessibleDescription(/team-orders/);

  // Not by its holder: her own page has to hear of it.
  const ended = await request.delete(`/api/break-glass/v1/grants/${grant.id}`, {
    headers: await headersOf('paula'),
  });
  expect(ended.status()).toBe(200);
  await expect(own).toBeHidden();
  await expect(abort(nora)).toHaveAccessibleDescription(/team-orders/);
  for (const page of [vera, olga]) {
    await expect(page.getByTestId('break-glass-notice')).toBeHidden();
  }
  for (const page of [nora, vera, olga]) {
    await expect(page.locator('html')).toHaveAttribute(
      'data-mark',
      'not reloaded',
    );
    await page.context().close();
  }
});
