import { expect, Page, test } from '@playwright/test';
import { CLUSTER, signIn, STAGE } from '../tests/support/portal';

const ENTITY = encodeURIComponent('component:default/order-service');

const press = (page: Page, name: string) =>
  page.getByRole('button', { name, exact: true }).click();

/** From the question to where the fault is filled in. */
async function toLimits(page: Page, what: RegExp) {
  await page.getByRole('radio', { name: what }).check();
  await press(page, 'Continue');
  await page.getByRole('combobox', { name: 'Cluster' }).click();
  await page.getByRole('option', { name: /gke-prod|GKE/ }).click();
  await page.getByRole('combobox', { name: 'Namespace' }).click();
  await page.getByRole('option', { name: STAGE, exact: true }).click();
  await press(page, 'Continue');
}

async function launchIt(page: Page, kind: string) {
  await press(page, 'Continue');
  await press(page, 'Launch');
  await page
    .getByRole('dialog')
    .getByRole('button', { name: 'Launch', exact: true })
    .click();
  await expect(page).toHaveURL(
    new RegExp(`/resilience/faults/${CLUSTER}/${STAGE}/${kind}/`),
  );
}

test('olga makes a workflow on the canvas and follows it to its end, and pauses a schedule', async ({
  page,
}) => {
  const launch = `/resilience/faults/launch?entity=${ENTITY}`;
  await signIn(page, 'olga', launch);
  await toLimits(page, /^Several faults in steps/);
  const deadline = (step: string) =>
    page
      .getByRole('region', { name: `Step ${step}` })
      .getByRole('textbox', { name: 'Deadline' });
  await page.getByRole('button', { name: /^pod-kill Pods/ }).click();
  await deadline('pod-kill').fill('3s');
  await press(page, 'Add a step to steps');
  await page.getByRole('menuitem', { name: 'Wait', exact: true }).click();
  await deadline('wait').fill('2s');
  await press(page, 'Continue');
  // The pods of the step, before it is launched.
  await expect(page.getByText(/^pod-kill: /).first()).toBeVisible();
  await launchIt(page, 'Workflow');
  const steps = page.getByRole('list', { name: 'Series steps' });
  await expect(steps.getByTestId('step-steps/0-pod-kill')).toContainText(
    'Finished',
    { timeout: 15_000 },
  );
  await expect(
    page.getByText('Finished: 2 of 2 steps over.', { exact: true }),
  ).toBeVisible({ timeout: 15_000 });

  await page.goto(launch);
  await toLimits(page, /^A fault or workflow again and again/);
  await expect(page.getByTestId('cron-words')).toContainText(
    'Starts at 10:00, Monday through Friday, UTC.',
  );
  await press(page, 'Continue');
  await launchIt(page, 'Schedule');
  await press(page, 'Pause');
  await expect(page.getByText('None while it is paused.')).toBeVisible();
  await press(page, 'Stop');
  await expect(
    page.getByText('This is what was last seen of it.'),
  ).toBeVisible();
});
