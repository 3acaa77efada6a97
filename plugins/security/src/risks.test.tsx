import { renderInTestApp } from '@backstage/frontend-test-utils';
import { identityApiRef } from '@backstage/frontend-plugin-api';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { Approval } from '@slipway/plugin-approvals-common';
import { EntityFindings, RiskAccess } from '@slipway/plugin-security-common';
import {
  fakeLiveApi,
  giveElementsSize,
  pageApis,
} from '@slipway/plugin-portal-react/testUtils';
import {
  act,
  fireEvent,
  screen,
  waitFor,
  within,
} from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { fakeSecurityApi } from './__testUtils__/fakeSecurityApi';
import { FINDINGS, RISK, SUMMARY } from './__testUtils__/fixtures';
import { securityApiRef } from './api/SecurityApi';
import { SecurityTab } from './components/EntityTab/SecurityTab';

const ENTITY_REF = 'component:default/order-service';
const ORDERS = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
};
const OLGA = 'user:default/olga';
const ACCESS: RiskAccess = {
  accept: { allowed: true },
  everywhere: { allowed: false, reason: 'It is for the platform group.' },
  latest: '2027-02-26',
};
const ARGS = {
  vulnerability: 'CVE-2022-24999',
  package: 'pkg:npm/qs',
  severity: 'high',
  scope: 'service',
  until: '2026-12-24',
  reason: 'It is never reached',
};

beforeAll(giveElementsSize);

async function open(
  options: {
    findings?: Partial<EntityFindings>;
    access?: RiskAccess;
    approvals?: Approval[];
  } = {},
) {
  const { findings, access = ACCESS, approvals = [] } = options;
  const live = fakeLiveApi();
  const api = fakeSecurityApi({
    getEntityFindings: async () => ({ ...FINDINGS, ...findings }),
    getRiskAccess: async () => access,
  });
  const { apis } = pageApis(live);
  renderInTestApp(
    <EntityProvider entity={ORDERS}>
      <SecurityTab />
    </EntityProvider>,
    {
      apis: [
        ...apis,
        [securityApiRef, api],
        [
          identityApiRef,
          {
            getBackstageIdentity: async () => ({
              type: 'user' as const,
              userEntityRef: OLGA,
              ownershipEntityRefs: [OLGA],
            }),
            getCredentials: async () => ({}),
            getProfileInfo: async () => ({}),
            signOut: async () => {},
          },
        ],
      ],
      mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
    },
  );
  await act(async () => {
    live.snapshot(
      { topic: 'security:entity', params: { entityRef: ENTITY_REF } },
      { summary: SUMMARY },
    );
    live.snapshot(
      {
        topic: 'approvals:asked',
        params: {
          requester: OLGA,
          plugin: 'security',
          action: 'accept-risk',
          entityRef: ENTITY_REF,
        },
      },
      Object.fromEntries(approvals.map(each => [each.id, each])),
    );
  });
  await screen.findByTestId('findings');
  return { api };
}

const approval = (change: Partial<Approval> = {}): Approval => ({
  id: 'a1',
  asked: {
    plugin: 'security',
    action: 'accept-risk',
    entityRef: ENTITY_REF,
    args: ARGS,
    words: 'Accepts it',
  },
  digest: 'd',
  needed: 'Two users',
  requester: OLGA,
  reason: 'For the release',
  approvers: [],
  askedAt: new Date().toISOString(),
  expiresAt: new Date(Date.now() + 3_600_000).toISOString(),
  state: 'waiting',
  ...change,
});

it('shows what is accepted, by whom, until when and why, and takes it back', async () => {
  const { api } = await open({ findings: { risks: [RISK] } });
  const table = await screen.findByRole('table', { name: 'Accepted risks' });
  expect(table).toHaveTextContent(
    /CVE-2022-7 in qs.*in all images of order-service.*olga.*allowed by.*omar.*2026-12-24.*It is never reached/,
  );
  await userEvent.click(
    await screen.findByRole('button', { name: 'Withdraw CVE-2022-7 in qs' }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(
    dialog.getByText('CVE-2022-7 in qs counts again, at once.'),
  ).toBeVisible();
  await userEvent.click(dialog.getByRole('button', { name: 'Withdraw' }));
  await waitFor(() => expect(api.withdrawRisk).toHaveBeenCalledWith(RISK.id));
});

it('asks somebody else to allow it, with what was filled in', async () => {
  const { api } = await open();
  await userEvent.click(
    await screen.findByRole('button', {
      name: 'Accept the risk of CVE-2022-24999 in qs',
    }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  expect(
    await dialog.findByRole('radio', {
      name: 'in all services: It is for the platform group.',
    }),
  ).toBeDisabled();
  const ask = dialog.getByRole('button', { name: 'Ask for approval' });
  expect(ask).toHaveAccessibleDescription('Choose until when.');
  fireEvent.change(dialog.getByLabelText(/^Until/), {
    target: { value: '2026-12-24' },
  });
  await userEvent.type(
    dialog.getByRole('textbox', { name: /^Why it can be/ }),
    'It is never reached',
  );
  await userEvent.type(
    dialog.getByRole('textbox', { name: /^Reason/ }),
    'For the release',
  );
  await userEvent.click(ask);
  await waitFor(() =>
    expect(api.askToAcceptRisk).toHaveBeenCalledWith(
      ENTITY_REF,
      ARGS,
      'For the release',
    ),
  );
});

it('offers what was allowed, with everything filled in', async () => {
  const { api } = await open({ approvals: [approval({ state: 'allowed' })] });
  await userEvent.click(
    await screen.findByRole('button', {
      name: 'Open the request about CVE-2022-24999 in qs',
    }),
  );
  const dialog = within(await screen.findByRole('dialog'));
  await userEvent.click(
    await dialog.findByRole('button', { name: 'Accept risk as approved' }),
  );
  await waitFor(() =>
    expect(api.acceptRisk).toHaveBeenCalledWith(ENTITY_REF, ARGS, 'a1'),
  );
});

it('offers nothing to who may not', async () => {
  await open({
    findings: { risks: [RISK] },
    access: { ...ACCESS, accept: { allowed: false, reason: 'No.' } },
  });
  await screen.findByRole('table', { name: 'Accepted risks' });
  expect(screen.queryByRole('button', { name: /^Accept the/ })).toBeNull();
  expect(screen.queryByRole('button', { name: /^Withdraw/ })).toBeNull();
});
