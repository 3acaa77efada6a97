import { Entity } from '@backstage/catalog-model';
import { EntityProvider } from '@backstage/plugin-catalog-react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { SourceFreshness } from '@slipway/plugin-live-common';
import { pointersOf } from '@slipway/plugin-clusters-common';
import {
  detailItems,
  entityLookup,
  LookedAtRollout,
} from '@slipway/plugin-rollouts-common';
import { act, screen, waitFor, within } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { detail, summary, waitingSummary } from '../../__testUtils__/fixtures';
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
const SINCE = '2026-11-28T10:00:00Z';
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
    Object.fromEntries(detailItems(detail())),
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

const LOOKUP = { topic: 'rollouts:lookup', params: LIST.params };

function setupEmpty(
  element: JSX.Element,
  annotations: Record<string, string>,
  freshness: SourceFreshness[] = [
    { source: 'gke-prod', state: 'live', since: SINCE },
  ],
) {
  const live = fakeLiveApi();
  const shown = { ...entity, metadata: { ...entity.metadata, annotations } };
  renderWithApis(<EntityProvider entity={shown}>{element}</EntityProvider>, {
    live,
  });
  return {
    live,
    answer: (rollouts: Record<string, unknown> = {}) =>
      act(() => live.snapshot(LIST, rollouts, freshness)),
    count: (rollouts: LookedAtRollout[]) =>
      act(() =>
        live.snapshot(LOOKUP, {
          lookup: entityLookup(
            LIST.params.entityRef,
            pointersOf(annotations),
            freshness.map(({ source, ...one }) => ({ name: source, ...one })),
            rollouts,
          ),
        }),
      ),
  };
}

const ORDERS: LookedAtRollout = {
  cluster: 'gke-prod',
  namespace: 'ecommerce',
  labels: { 'backstage.io/kubernetes-id': 'order-service' },
};

describe('the tab of an entity without rollouts (cases 31 and 33)', () => {
  it('names a cluster that does not exist and does not advise the label that is there', async () => {
    const { answer, count } = setupEmpty(<EntityRolloutsTab />, {
      'backstage.io/kubernetes-id': 'order-service',
      'backstage.io/kubernetes-cluster': 'some_token_name',
    });
    answer();
    count([ORDERS]);
    expect(
      await screen.findByText('No rollout of order-service was found'),
    ).toBeInTheDocument();
    expect(document.body).toHaveTextContent(
      'There is no cluster some_token_name, which the annotation backstage.io/kubernetes-cluster names. Connected: gke-prod.',
    );
    expect(document.body).toHaveTextContent(
      'Rollouts with the label backstage.io/kubernetes-id=order-service are in gke-prod/ecommerce, which backstage.io/kubernetes-cluster of the entity excludes.',
    );
    expect(document.body).not.toHaveTextContent(/give the rollout/i);
  });

  it('says what is wrong with a selector, and where', async () => {
    const { answer } = setupEmpty(<EntityRolloutsTab />, {
      'backstage.io/kubernetes-label-selector': 'app=order-service,',
    });
    answer();
    expect(await screen.findByText('app=order-service,')).toBeInTheDocument();
    expect(document.body).toHaveTextContent(
      "found '', expected: identifier after ',' (at character 19)",
    );
  });

  it('has three ways for an entity that nothing names', async () => {
    const { answer } = setupEmpty(<EntityRolloutsTab />, {});
    answer();
    const ways = await screen.findByRole('list', { name: 'What can be done' });
    expect(within(ways).getAllByRole('listitem')).toHaveLength(3);
    expect(ways).toHaveTextContent(
      'slipway.io/entity-ref: component:default/order-service',
    );
  });

  it('knows nothing while the only cluster does not answer', async () => {
    const { answer } = setupEmpty(<EntityRolloutsTab />, {}, [
      {
        source: 'gke-prod',
        state: 'unreachable',
        since: SINCE,
        reason:
          'Cluster gke-prod cannot be reached: it does not answer in time',
      },
    ]);
    answer();
    expect(
      await screen.findByText(
        'It is not known whether order-service has rollouts',
      ),
    ).toBeInTheDocument();
    expect(document.body).toHaveTextContent(
      'Cluster gke-prod cannot be reached: it does not answer in time.',
    );
    expect(screen.queryByRole('list', { name: 'What can be done' })).toBeNull();
  });
});

describe('the card of an entity without annotations', () => {
  const title = () => screen.queryByText('Rollouts');

  it('is not there until the entity has a rollout, and then stays', async () => {
    const { answer, live } = setupEmpty(<RolloutsOverviewCard />, {});
    await waitFor(() => expect(live.wanted.length).toBeGreaterThan(0));
    expect(title()).toBeNull();
    answer();
    expect(title()).toBeNull();
    answer({ 'gke-prod/uid-order-service': waitingSummary() });
    expect(await screen.findByText('Rollouts')).toBeInTheDocument();
    answer();
    expect(title()).toBeInTheDocument();
    expect(document.body).toHaveTextContent(
      'No rollout of order-service was found.',
    );
    expect(screen.getByText('What can be done')).toHaveAttribute(
      'href',
      '/catalog/default/component/order-service/rollouts',
    );
  });

  it('is there from the start for one that points at workloads', async () => {
    setupEmpty(<RolloutsOverviewCard />, {
      'backstage.io/kubernetes-label-selector': 'app=order-service',
    });
    expect(await screen.findByText('Rollouts')).toBeInTheDocument();
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

  it('says who has break-glass access to the service, as long as they have', async () => {
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
          entityRef: 'component:default/order-service',
          reason: 'Errors of 40 %',
          openedAt: new Date().toISOString(),
          until: new Date(Date.now() + 60_000).toISOString(),
        },
      }),
    );
    expect(screen.getByTestId('break-glass-notice')).toHaveTextContent(
      /^nora has break-glass access until \d\d:\d\d: Errors of 40 %$/,
    );
    act(() => live.snapshot(grants, {}));
    expect(screen.queryByTestId('break-glass-notice')).toBeNull();
  });
});
