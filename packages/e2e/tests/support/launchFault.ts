import { expect, Page } from '@playwright/test';
import { signIn } from './portal';

/** A fault as somebody fills it in. */
export interface FaultForm {
  user: string;
  service: string;
  experiment: RegExp;
  namespace: string;
  /** Left out: there is one, which is chosen already. */
  cluster?: RegExp;
}

const nextStep = (page: Page) =>
  page.getByRole('button', { name: 'Continue', exact: true }).click();

/** Fills in the launch of an experiment until the page says what it would touch. */
export async function untilTouched(page: Page, form: FaultForm): Promise<void> {
  const { user, service, experiment, namespace, cluster } = form;
  await signIn(
    page,
    user,
    `/resilience/faults/launch?entity=${encodeURIComponent(
      `component:default/${service}`,
    )}`,
  );
  await page.getByRole('radio', { name: experiment }).check();
  await nextStep(page);
  if (cluster) {
    await page.getByRole('combobox', { name: 'Cluster' }).click();
    await page.getByRole('option', { name: cluster }).click();
  } else {
    await expect(page.getByRole('combobox', { name: 'Cluster' })).toBeVisible();
  }
  await page.getByRole('combobox', { name: 'Namespace' }).click();
  await page.getByRole('option', { name: namespace, exact: true }).click();
  await nextStep(page);
  await nextStep(page);
  await expect(page.getByText(/pods? match(es)? now:/)).toBeVisible();
}

/** From what it would touch to the dialog of its launch. */
export async function openLaunch(page: Page): Promise<void> {
  await nextStep(page);
  await page.getByRole('button', { name: 'Launch', exact: true }).click();
}
