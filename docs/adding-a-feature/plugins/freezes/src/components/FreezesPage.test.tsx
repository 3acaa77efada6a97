import { toastApiRef } from '@backstage/frontend-plugin-api';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import { freezesTopic, FreezeView } from '@slipway/plugin-freezes-common';
import { liveApiRef } from '@slipway/plugin-portal-react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { act, screen, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { FreezeRequest, freezesApiRef } from '../api/FreezesApi';
import { FreezesPage } from './FreezesPage';

const FREEZE: FreezeView = {
  uid: 'u1',
  ref: { cluster: 'gke', namespace: 'shop', name: 'black-friday' },
  environment: { environment: 'stage', source: 'config-cluster' },
  entity: {
    state: 'bound',
    entityRef: 'component:default/orders',
    by: 'kubernetes-id',
  },
  ownerRef: 'group:default/team-orders',
  reason: 'Black Friday',
  state: 'active',
};

it('shows a freeze, and lifts what was seen', async () => {
  const live = fakeLiveApi();
  const sent: FreezeRequest[] = [];
  renderInTestApp(<FreezesPage />, {
    apis: [
      [liveApiRef, live],
      [toastApiRef, { post: () => ({ close: () => {} }) }],
      [
        freezesApiRef,
        {
          getAccess: async () => ({
            actions: { lift: { allowed: true as const } },
          }),
          act: async (
            _ref: unknown,
            action: string,
            request: FreezeRequest,
          ) => {
            sent.push(request);
            return { action, activityId: '1', message: 'Lift was accepted.' };
          },
        },
      ],
    ],
  });
  expect(await screen.findByLabelText('Loading freezes')).toBeInTheDocument();
  act(() => live.snapshot({ topic: freezesTopic.name }, { 'gke/u1': FREEZE }));
  const list = within(await screen.findByRole('list', { name: 'Freezes' }));
  expect(list.getByText('Black Friday')).toBeInTheDocument();

  await userEvent.click(await list.findByRole('button', { name: 'Lift' }));
  const dialog = within(await screen.findByRole('dialog', { name: /Lift/ }));
  expect(
    dialog.getByText('The service may be released again.'),
  ).toBeInTheDocument();
  await userEvent.click(dialog.getByRole('button', { name: 'Lift' }));
  expect(sent).toEqual([{ seen: { uid: 'u1', state: 'active' } }]);
});
