import { APIRequestContext, expect, Page } from '@playwright/test';

/** The cluster that the instance's configuration names. */
export const CLUSTER = 'gke-prod';
/** Namespace of the ten services, declared production. */
export const PROD = 'ecommerce';
/** Namespace declared stage. */
export const STAGE = 'ecommerce-stage';

/** Signs in as a sample user the way a user does: on the sign-in page, from wherever a link led. */
export async function signIn(page: Page, user: string, path = '/') {
  await page.goto(path);
  await page.getByRole('button', { name: new RegExp(user, 'i') }).click();
  // The list goes at the press; only when the portal has answered is the user known, also to the next page of this tab.
  await page.waitForFunction(
    name => window.sessionStorage.getItem('slipway.sampleUser') === name,
    user,
  );
  await expect(page.getByRole('heading', { name: /sign in as/i })).toBeHidden();
}

/** Path of a rollout's own page. */
export function rolloutPath(namespace: string, name: string): string {
  return `/rollouts/${CLUSTER}/${namespace}/${name}`;
}

/** A Backstage token of a sample user, for requests that no page would send. */
export async function tokenOf(
  request: APIRequestContext,
  user: string,
): Promise<string> {
  let token = '';
  // A portal that has just started does not know its users yet.
  await expect
    .poll(async () => {
      const response = await request.get('/api/auth/sample-users/refresh', {
        headers: { 'x-slipway-sample-user': user },
      });
      if (response.ok())
        token = (await response.json()).backstageIdentity.token;
      return response.status();
    })
    .toBe(200);
  return token;
}

/** Base of the rollouts API for one rollout. */
export function rolloutApi(namespace: string, name: string): string {
  return `/api/rollouts/v1/clusters/${CLUSTER}/namespaces/${namespace}/rollouts/${name}`;
}
