import { writeFileSync } from 'node:fs';
import { expect, test } from '@playwright/test';
import { kubectl, untilRollout } from './support/cluster';
import { crashApiServer, repair } from './support/target';
import { PROD, rolloutPath, signIn } from './support/portal';

test('a cluster that stops answering: the page keeps its data, says how old it is, and recovers by itself', async ({
  page,
}) => {
  await signIn(page, 'nora', rolloutPath(PROD, 'user-service'));
  await expect(page.getByTestId('rollout-phase').first()).toContainText(
    'Healthy',
  );
  await crashApiServer();
  try {
    await expect(page.getByText(/as of .* ago/i).first()).toBeVisible();
    await expect(page.getByTestId('rollout-phase').first()).toContainText(
      'Healthy',
    );
  } finally {
    await repair();
  }
  await expect(page.getByText(/^live$/i).first()).toBeVisible({
    timeout: 120_000,
  });
});

test('a rollout deleted while it is looked at is said to be deleted', async ({
  page,
}, testInfo) => {
  const manifest = {
    apiVersion: 'argoproj.io/v1alpha1',
    kind: 'Rollout',
    metadata: { name: 'short-lived', namespace: PROD },
    spec: {
      replicas: 1,
      selector: { matchLabels: { app: 'short-lived' } },
      template: {
        metadata: { labels: { app: 'short-lived' } },
        spec: { containers: [{ name: 'app', image: 'example/short-lived:1' }] },
      },
      strategy: { canary: { steps: [{ pause: {} }] } },
    },
  };
  const file = testInfo.outputPath('rollout.json');
  writeFileSync(file, JSON.stringify(manifest));
  await kubectl('create', '-f', file);
  await untilRollout(
    PROD,
    'short-lived',
    'healthy',
    ({ status }) => status?.phase === 'Healthy',
  );
  await signIn(page, 'nora', rolloutPath(PROD, 'short-lived'));
  await expect(page.getByTestId('rollout-phase').first()).toContainText(
    'Healthy',
  );
  await kubectl('delete', 'rollouts.argoproj.io', 'short-lived', '-n', PROD);
  await expect(page.getByText(/was deleted/i).first()).toBeVisible();
});
