import { expect, test } from '@playwright/test';
import { rolloutPath, signIn, PROD } from './support/portal';

const SERVICES = [
  'service-discovery',
  'cloud-config',
  'api-gateway',
  'proxy-client',
  'user-service',
  'product-service',
  'order-service',
  'payment-service',
  'shipping-service',
  'favourite-service',
];

test('the catalog holds the ten services', async ({ page }) => {
  await signIn(
    page,
    'vera',
    '/catalog?filters[kind]=component&filters[user]=all',
  );
  for (const service of SERVICES) {
    await expect(
      page.getByRole('link', { name: service, exact: true }).first(),
    ).toBeVisible();
  }
});

test('home shows what needs attention and my services', async ({ page }) => {
  await signIn(page, 'olga', '/');
  for (const title of ['Needs attention', 'My services', 'Happening now']) {
    await expect(page.getByText(title, { exact: true })).toBeVisible();
  }
  await expect(
    page.getByRole('link', { name: /order-service/ }).first(),
  ).toBeVisible();
});

test('all rollouts: search and filters live in the address', async ({
  page,
}) => {
  await signIn(page, 'nora', '/rollouts');
  await expect(page.getByText('api-gateway').first()).toBeVisible();
  await page.keyboard.press('/');
  await page.keyboard.type('payment');
  await expect(page).toHaveURL(/q=payment/);
  await expect(page.getByText('payment-service').first()).toBeVisible();
  await expect(page.getByText('api-gateway')).toHaveCount(0);
  await page.reload();
  await expect(page.getByText('payment-service').first()).toBeVisible();
  await expect(page.getByText('api-gateway')).toHaveCount(0);
});

test('a deep link survives signing in', async ({ page }) => {
  await signIn(page, 'nora', rolloutPath(PROD, 'user-service'));
  await expect(page).toHaveURL(
    new RegExp('/rollouts/gke-prod/ecommerce/user-service'),
  );
  await expect(page.getByTestId('rollout-phase').first()).toBeVisible();
});
