import { APIRequestContext, expect, test } from '@playwright/test';
import { cutTexts, LOOKS, openPage } from './support/looks';
import { PROD, rolloutPath, signIn, tokenOf } from './support/portal';

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

/** Names of the components that the catalog has read by now; none until vera can sign in. */
async function componentNames(request: APIRequestContext): Promise<string[]> {
  const signedIn = await request.get('/api/auth/sample-users/refresh', {
    headers: { 'x-slipway-sample-user': 'vera' },
  });
  if (!signedIn.ok()) return [];
  const { backstageIdentity } = await signedIn.json();
  const response = await request.get(
    '/api/catalog/entities?filter=kind=component&fields=metadata.name',
    { headers: { authorization: `Bearer ${backstageIdentity.token}` } },
  );
  const entities: { metadata: { name: string } }[] = await response.json();
  return entities.map(({ metadata }) => metadata.name);
}

test('the catalog holds the ten services', async ({ page, request }) => {
  // The page of the catalog shows what there is when it is opened.
  await expect
    .poll(() => componentNames(request))
    .toEqual(expect.arrayContaining(SERVICES));
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

test('keys: ? lists them, / searches on every page', async ({ page }) => {
  await signIn(page, 'vera', '/catalog');
  await expect(page.getByPlaceholder('Search', { exact: true })).toBeVisible();
  await page.keyboard.press('?');
  const keys = page.getByRole('dialog', { name: 'Keys' });
  await expect(keys).toContainText('Search: in the list of this page');
  await page.keyboard.press('Escape');
  await expect(keys).toHaveCount(0);
  await page.keyboard.press('/');
  await expect(page.getByPlaceholder('Search', { exact: true })).toBeFocused();

  await page.getByRole('link', { name: 'Settings' }).click();
  await expect(page.getByText('Appearance').first()).toBeVisible();
  await page.keyboard.press('/');
  await expect(page).toHaveURL(/\/search/);
  await expect(page.getByPlaceholder('Search in Slipway')).toBeFocused();
});

test('search finds a service', async ({ page, request }) => {
  const headers = {
    authorization: `Bearer ${await tokenOf(request, 'vera')}`,
  };
  // The index is made every half minute.
  await expect
    .poll(
      async () => {
        const found = await request.get('/api/search/query?term=order', {
          headers,
        });
        return found.ok() ? JSON.stringify(await found.json()) : '';
      },
      { timeout: 180_000 },
    )
    .toContain('order-service');
  await signIn(page, 'vera', '/search');
  await page.getByPlaceholder('Search in Slipway').fill('order');
  await page
    .getByRole('link', { name: /order-service/ })
    .first()
    .click();
  await expect(page).toHaveURL(/\/catalog\/default\/.*order-service/);
});

test('on a phone nothing of the golden metrics and relations of a service and of the filters is cut', async ({
  browser,
}) => {
  const phone = LOOKS.find(({ width }) => width === 390)!;
  const page = await openPage(browser, phone);
  await signIn(page, 'olga', '/catalog/default/component/order-service');
  for (const title of ['Golden metrics', 'Depends on', 'Dependency of']) {
    const list = page.getByRole('list', { name: title });
    await expect(list.getByRole('listitem').first()).toBeVisible();
    expect(await cutTexts(list), title).toEqual([]);
  }

  await page.goto('/catalog');
  await page.getByRole('button', { name: 'Filters' }).click();
  const filters = page.getByRole('presentation').filter({ hasText: 'Owner' });
  await expect(
    filters.getByText('Processing Status', { exact: true }),
  ).toBeVisible();
  expect(await cutTexts(filters)).toEqual([]);
  await page.context().close();
});
