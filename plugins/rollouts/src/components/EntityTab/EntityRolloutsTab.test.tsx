import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import {
  detail,
  detailItems,
  summary,
  waitingSummary,
} from '../../__testUtils__/fixtures';
import { renderWithApis } from '../../__testUtils__/renderPage';
import { RolloutsOverviewCard } from '../OverviewCard';
import { EntityRolloutsTab } from '.';

const entity: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: {
    name: 'order-service',
    namespace: 'default',
    annotations: { 'backstage.io/kubernetes-id': 'order-service' },
  },
};
const LIST = {
  topic: 'rollouts:entity',
  params: { entityRef: 'component:default/order-service' },
};
const stageRef = {
  cluster: 'eks-stage',
  namespace: 'ecommerce',
  name: 'order-service',
};

function setup(element: JSX.Element, path = '/') {
  const live = fakeLiveApi();
  live.snapshot(LIST, {
    'gke-prod/uid-order-service': waitingSummary(),
    'eks-stage/uid-2': summary('order-service', {
      ref: stageRef,
      uid: 'uid-2',
    }),
  });
  live.snapshot(
    {
      topic: 'rollouts:detail',
      params: {
        cluster: 'gke-prod',
        namespace: 'ecommerce',
        name: 'order-service',
      },
    },
    Object.fromEntries(
      detailItems(detail()).map(({ key, value }) => [key, value]),
    ),
  );
  return renderWithApis(
    <EntityProvider entity={entity}>{element}</EntityProvider>,
    { path, live },
  );
}

describe('the tab of a service', () => {
  it('shows the rollout that the address names', async () => {
    setup(<EntityRolloutsTab />, '/?at=gke-prod/ecommerce/order-service');
    expect(
      await screen.findByRole('button', { name: 'Abort' }),
    ).toBeInTheDocument();
    expect(screen.getByTestId('revision-card-canary')).toBeInTheDocument();
  });

  it('goes to another place at a press', async () => {
    const { live } = setup(<EntityRolloutsTab />);
    await userEvent.click(
      await screen.findByRole('button', { name: /gke-prod\/ecommerce/ }),
    );
    await waitFor(() =>
      expect(
        live.wanted.some(topic => topic.includes('detail?cluster=gke-prod')),
      ).toBe(true),
    );
    expect(
      live.wanted.some(topic => topic.includes('detail?cluster=eks-stage')),
    ).toBe(false);
  });

  it('says how a rollout would come here when there is none', async () => {
    const { live } = setup(<EntityRolloutsTab />);
    await screen.findByRole('group', { name: 'Where' });
    act(() => live.snapshot(LIST, {}));
    expect(
      screen.getByText('backstage.io/kubernetes-id=order-service'),
    ).toBeInTheDocument();
  });
});

describe('the overview card', () => {
  it('has a line for each place, linked to the tab', async () => {
    setup(<RolloutsOverviewCard />);
    const link = await screen.findByRole('link', {
      name: 'gke-prod/ecommerce',
    });
    expect(link).toHaveAttribute(
      'href',
      '/catalog/default/component/order-service/rollouts?at=gke-prod%2Fecommerce%2Forder-service',
    );
    const lines = screen.getAllByRole('listitem');
    expect(lines).toHaveLength(2);
    expect(within(lines[1]).getByText('step 4 of 7')).toBeInTheDocument();
  });

  it('says who has broken the glass for the service, as long as they have', async () => {
    const grants = {
      topic: 'break-glass:entity',
      params: { entityRef: 'component:default/order-service' },
    };
    const { live } = setup(<RolloutsOverviewCard />);
    await screen.findAllByRole('listitem');
    expect(screen.queryByTestId('break-glass-notice')).toBeNull();
    act(() =>
      live.snapshot(grants, {
        'grant-1': {
          id: 'grant-1',
          userEntityRef: 'user:default/nora',
          reason: 'Errors of 40 %',
          until: new Date(Date.now() + 60_000).toISOString(),
        },
      }),
    );
    expect(screen.getByTestId('break-glass-notice')).toHaveTextContent(
      /^nora has broken the glass until \d\d:\d\d: Errors of 40 %$/,
    );
    act(() => live.snapshot(grants, {}));
    expect(screen.queryByTestId('break-glass-notice')).toBeNull();
  });
});
