import { expect, Page, test } from '@playwright/test';
import {
  argo,
  isSettled,
  kubectl,
  readRollout,
  release,
  settle,
  untilRollout,
} from './support/cluster';
import {
  PROD,
  rolloutApi,
  rolloutPath,
  signIn,
  STAGE,
  tokenOf,
} from './support/portal';

const SERVICE = 'order-service';

/** A tag that no earlier test used, so that each release is a new template. */
function newTag(suffix = ''): string {
  return `0.2.${Date.now() % 1_000_000_000}${suffix}`;
}

const phase = (page: Page) => page.getByTestId('rollout-phase').first();
const step = (page: Page) => page.getByTestId('rollout-step').first();
const setWeight = (page: Page) => page.getByTestId('set-weight').first();

/** Opens a rollout's page as a user and waits until it shows what the cluster has. */
async function open(page: Page, user: string, namespace: string) {
  await signIn(page, user, rolloutPath(namespace, SERVICE));
  await expect(phase(page)).toBeVisible();
}

/** Starts a canary and waits until it stands at its first pause for a user. */
async function releaseToFirstPause(namespace: string, tag = newTag()) {
  await release(namespace, SERVICE, tag);
  await untilRollout(
    namespace,
    SERVICE,
    'paused at step 1',
    ({ metadata, status }) =>
      status.observedGeneration === String(metadata.generation) &&
      status.phase === 'Paused' &&
      status.currentStepIndex === 1 &&
      (status.pauseConditions?.length ?? 0) > 0,
  );
  return tag;
}

/** Confirms the open dialog; types the name where it asks for it. */
async function confirm(page: Page, button: RegExp) {
  const dialog = page.getByRole('dialog');
  await expect(dialog).toBeVisible();
  const name = dialog.getByRole('textbox', { name: /^type .* to confirm/i });
  if (await name.count()) await name.fill(SERVICE);
  await dialog.getByRole('button', { name: button }).click();
  await expect(dialog).toBeHidden();
}

test.describe('a canary in the browser', () => {
  test.beforeEach(async () => {
    await settle(PROD, SERVICE);
  });

  test('a new image starts a canary and the page follows without reload', async ({
    page,
  }) => {
    await open(page, 'olga', PROD);
    await expect(phase(page)).toContainText('Healthy');
    await page.evaluate(() => {
      document.body.dataset.sameDocument = 'yes';
    });

    const tag = await releaseToFirstPause(PROD);

    await expect(phase(page)).toContainText('Paused');
    await expect(step(page)).toContainText('step 2 of 6');
    await expect(setWeight(page)).toContainText('20');
    await expect(page.getByTestId('revision-card-canary')).toContainText(tag);
    await expect(page.getByTestId('revision-card-stable')).not.toContainText(
      tag,
    );
    expect(await page.evaluate(() => document.body.dataset.sameDocument)).toBe(
      'yes',
    );
  });

  test('promote moves one step on', async ({ page }) => {
    await releaseToFirstPause(PROD);
    await open(page, 'olga', PROD);
    await page.getByRole('button', { name: 'Promote', exact: true }).click();
    await expect(page.getByRole('dialog')).toContainText(
      'kubectl argo rollouts promote order-service',
    );
    await confirm(page, /^promote/i);

    await untilRollout(
      PROD,
      SERVICE,
      'past step 1',
      ({ status }) => (status.currentStepIndex ?? 0) >= 2,
    );
    await expect(setWeight(page)).toContainText(/40|60|100/);
    await expect(
      page
        .locator('section')
        .filter({ has: page.getByRole('button', { name: /^Activity/ }) }),
    ).toContainText(/olga/i);
  });

  test('promote full skips the steps, after the name is typed', async ({
    page,
  }) => {
    const tag = await releaseToFirstPause(PROD);
    await open(page, 'olga', PROD);
    await page.getByRole('button', { name: 'More ways to promote' }).click();
    await page.getByRole('menuitem', { name: /promote full/i }).click();
    const dialog = page.getByRole('dialog');
    const send = dialog.getByRole('button', { name: /^promote full/i });
    await expect(send).toHaveAttribute('aria-disabled', 'true');
    await confirm(page, /^promote full/i);

    const { spec } = await untilRollout(PROD, SERVICE, 'settled', isSettled);
    expect(spec.template.spec.containers[0].image).toContain(tag);
    await expect(phase(page)).toContainText('Healthy');
  });

  test('abort takes the canary out, retry brings it back', async ({ page }) => {
    await releaseToFirstPause(PROD);
    await open(page, 'olga', PROD);
    await page.getByRole('button', { name: 'Abort', exact: true }).click();

    await untilRollout(
      PROD,
      SERVICE,
      'aborted',
      ({ status }) => status.abort === true && status.phase === 'Degraded',
    );
    await expect(phase(page)).toContainText('Degraded');
    await expect(setWeight(page)).toContainText('0');

    await page
      .getByRole('button', { name: 'Retry', exact: true })
      .first()
      .click();
    if (await page.getByRole('dialog').count()) await confirm(page, /^retry/i);
    await untilRollout(
      PROD,
      SERVICE,
      'running again',
      ({ status }) => !status.abort && status.phase === 'Paused',
    );
    await expect(phase(page)).toContainText('Paused');
  });

  test('undo to a chosen revision brings its template back', async ({
    page,
  }) => {
    const before = (await readRollout(PROD, SERVICE)).spec.template.spec
      .containers[0].image;
    const tag = await releaseToFirstPause(PROD);
    await argo('promote', SERVICE, '-n', PROD, '--full');
    await untilRollout(PROD, SERVICE, 'settled', isSettled);
    await open(page, 'olga', PROD);

    const oldTag = before.split(':').pop()!;
    const rows = page.getByTestId(/^revision-\d+$/);
    await rows
      .filter({ hasText: tag })
      .getByRole('button', { name: /^diff of revision/i })
      .click();
    const diff = page.getByRole('region', { name: /^revision \d+ to \d+/i });
    await expect(diff).toContainText(oldTag);
    await expect(diff).toContainText(tag);
    // The newest row names the old tag too while its diff is open.
    await rows
      .filter({ hasText: oldTag })
      .last()
      .getByRole('button', { name: /^undo to revision/i })
      .click();
    await confirm(page, /^undo/i);

    await untilRollout(
      PROD,
      SERVICE,
      'old template',
      ({ spec }) => spec.template.spec.containers[0].image === before,
    );
    await expect(page.getByText(/differs from git/i).first()).toBeVisible();
  });

  test('a failing metric in Prometheus aborts the canary and the page says which measurement failed', async ({
    page,
  }) => {
    await releaseToFirstPause(PROD, newTag('-errors'));
    await open(page, 'olga', PROD);
    await argo('promote', SERVICE, '-n', PROD);

    await untilRollout(
      PROD,
      SERVICE,
      'aborted by its analysis',
      ({ status }) => status.abort === true && status.phase === 'Degraded',
      180_000,
    );
    await expect(phase(page)).toContainText('Degraded');
    const verdict = page.getByTestId('analysis-verdict').first();
    await expect(verdict).toContainText('success-rate');
    await expect(verdict).toContainText('0.95');
    // What the page says failed is what the controller recorded.
    const runs = JSON.parse(
      await kubectl(
        'get',
        'analysisruns.argoproj.io',
        '-n',
        PROD,
        '-o',
        'json',
      ),
    ) as {
      items: Array<{
        metadata: { name: string; creationTimestamp: string };
        status: {
          phase: string;
          metricResults?: Array<{
            name: string;
            phase: string;
            measurements?: Array<{ phase: string; value?: string }>;
          }>;
        };
      }>;
    };
    const failed = runs.items
      .filter(
        run =>
          run.metadata.name.startsWith(SERVICE) &&
          run.status.phase === 'Failed',
      )
      .sort((a, b) =>
        a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1,
      )[0];
    const result = failed.status.metricResults?.find(
      ({ phase: metricPhase }) => metricPhase === 'Failed',
    );
    expect(result?.name).toBe('success-rate');
    expect(
      result?.measurements?.some(({ phase: each }) => each === 'Failed'),
    ).toBe(true);
  });

  test('two users promote at once: one step is taken, the other hears why not', async ({
    browser,
  }) => {
    await releaseToFirstPause(PROD);
    const users = ['olga', 'omar'];
    const pages = await Promise.all(
      users.map(async user => {
        const page = await (await browser.newContext()).newPage();
        await open(page, user, PROD);
        await page
          .getByRole('button', { name: 'Promote', exact: true })
          .click();
        await expect(page.getByRole('dialog')).toBeVisible();
        return page;
      }),
    );
    const answers = await Promise.all(
      pages.map(async page => {
        const answer = page.waitForResponse(
          response =>
            response.url().includes('/actions/promote') &&
            response.request().method() === 'POST',
        );
        await page
          .getByRole('dialog')
          .getByRole('button', { name: /^promote/i })
          .click();
        return (await answer).status();
      }),
    );
    // One step: from the pause to the next weight; the analysis that follows it takes longer than this read.
    const { status } = await readRollout(PROD, SERVICE);
    expect([...answers].sort()).toEqual([200, 409]);
    expect([2, 3]).toContain(status.currentStepIndex);
    const loser = pages[answers.indexOf(409)];
    await expect(
      loser.getByText(/changed (since you looked|while)/i).first(),
    ).toBeVisible();
    await Promise.all(pages.map(page => page.context().close()));
  });
});

test.describe('who may act', () => {
  test('a user who does not own the service sees why the button is off and gets 403', async ({
    page,
    request,
  }) => {
    await settle(PROD, SERVICE);
    await releaseToFirstPause(PROD);
    await open(page, 'carla', PROD);
    const promote = page.getByRole('button', { name: 'Promote', exact: true });
    await expect(promote).toHaveAttribute('aria-disabled', 'true');
    await expect(promote).toHaveAccessibleDescription(/team-orders/);
    await promote.hover();
    await expect(page.getByRole('tooltip')).toContainText(/team-orders/);

    const before = await readRollout(PROD, SERVICE);
    const response = await request.post(
      `${rolloutApi(PROD, SERVICE)}/actions/promote`,
      {
        headers: { authorization: `Bearer ${await tokenOf(request, 'carla')}` },
        data: {
          seen: {
            uid: before.metadata.uid,
            currentPodHash: before.status.currentPodHash,
            currentStepIndex: before.status.currentStepIndex,
          },
        },
      },
    );
    expect(response.status()).toBe(403);
    expect(JSON.stringify(await response.json())).toMatch(/team-orders/);
    expect((await readRollout(PROD, SERVICE)).status.currentStepIndex).toBe(
      before.status.currentStepIndex,
    );
  });

  test('an entity that points at the workload of another team gains nothing', async ({
    page,
    request,
  }) => {
    await settle(PROD, SERVICE);
    await releaseToFirstPause(PROD);
    // favourite-service-shadow belongs to team-catalog and names order-service's workload in its annotations.
    await signIn(
      page,
      'carla',
      '/catalog/default/component/favourite-service-shadow/rollouts',
    );
    await expect(phase(page)).toBeVisible();
    await expect(
      page.getByRole('button', { name: 'Promote', exact: true }).first(),
    ).toHaveAttribute('aria-disabled', 'true');

    const before = await readRollout(PROD, SERVICE);
    const response = await request.post(
      `${rolloutApi(PROD, SERVICE)}/actions/abort`,
      {
        headers: { authorization: `Bearer ${await tokenOf(request, 'carla')}` },
        data: {
          seen: {
            uid: before.metadata.uid,
            currentPodHash: before.status.currentPodHash,
          },
        },
      },
    );
    expect(response.status()).toBe(403);
    expect((await readRollout(PROD, SERVICE)).status.abort ?? false).toBe(
      false,
    );
  });

  test('nobody acts without signing in', async ({ request }) => {
    const response = await request.post(
      `${rolloutApi(STAGE, SERVICE)}/actions/abort`,
      { data: { seen: { uid: 'any' } } },
    );
    expect(response.status()).toBe(401);
  });
});
