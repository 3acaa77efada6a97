import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { ScheduleView } from '@slipway/plugin-loadtest-common';
import {
  fakeLiveApi,
  giveElementsSize,
} from '@slipway/plugin-portal-react/testUtils';
import { screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { ENTITY_REF } from './__testUtils__/fixtures';
import {
  fakeLoadtestApi,
  renderPage,
  renderWithApis,
} from './__testUtils__/renderPage';
import { EntityLoadTests } from './components/EntitySection';

beforeAll(giveElementsSize);

const ENTITY: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
};

const schedule = (rest: Partial<ScheduleView> = {}): ScheduleView => ({
  id: 's1',
  entityRef: ENTITY_REF,
  cluster: 'eks-stage',
  namespace: 'ecommerce',
  profile: 'load',
  runner: 'kubernetes',
  cron: '0 3 * * 1',
  createdBy: 'user:default/olga',
  createdAt: '2026-11-28T10:00:00.000Z',
  state: 'active',
  missed: 2,
  next: ['2026-11-30T03:00:00.000Z'],
  ...rest,
});

async function table(schedules: ScheduleView[]) {
  const live = fakeLiveApi();
  live.snapshot({ topic: 'loadtest:list' }, {});
  const { api } = renderWithApis(
    <EntityProvider entity={ENTITY}>
      <EntityLoadTests />
    </EntityProvider>,
    { live, api: fakeLoadtestApi({ getSchedules: async () => schedules }) },
  );
  return {
    api,
    region: await screen.findByRole('region', { name: 'Schedules' }),
  };
}

it('lists schedules in words, with what was missed, and pauses one', async () => {
  const { api, region } = await table([schedule()]);
  expect(region).toHaveTextContent('At 03:00, only on Monday (UTC)');
  expect(region).toHaveTextContent('2 missed so far, and not made up for.');
  const pause = within(region).getByRole('button', { name: /^Pause/ });
  await waitFor(() =>
    expect(pause).not.toHaveAttribute('aria-disabled', 'true'),
  );
  await userEvent.click(pause);
  await waitFor(() =>
    expect(api.changeSchedule).toHaveBeenCalledWith('s1', 'pause'),
  );
});

it('says why one was stopped', async () => {
  const { region } = await table([
    schedule({ state: 'stopped', reason: 'olga does not own it.', next: [] }),
  ]);
  expect(region).toHaveTextContent('Stopped: olga does not own it.');
});

it('is made on the page that launches, with the next starts', async () => {
  const { api } = renderPage(
    `/resilience/load/launch?entity=${encodeURIComponent(
      ENTITY_REF,
    )}&cron=${encodeURIComponent('0 3 * * 1')}`,
  );
  await userEvent.click(
    await screen.findByRole('button', { name: /Or start it by a schedule/ }),
  );
  expect(
    await screen.findByText(/^At 03:00, only on Monday\. Next: /),
  ).toBeInTheDocument();
  const button = screen.getByRole('button', { name: 'Schedule…' });
  await waitFor(() =>
    expect(button).not.toHaveAttribute('aria-disabled', 'true'),
  );
  await userEvent.click(button);
  const dialog = await screen.findByRole('dialog');
  await userEvent.click(
    within(dialog).getByRole('button', { name: 'Schedule' }),
  );
  await waitFor(() => expect(api.schedule).toHaveBeenCalledTimes(1));
  expect(api.schedule.mock.calls[0][0]).toMatchObject({
    draft: { profile: 'load', runner: 'kubernetes', cron: '0 3 * * 1' },
    seen: { hash: 'hash-1' },
  });
});
