import { Entity } from '@backstage/catalog-model';
import { renderInTestApp } from '@backstage/frontend-test-utils';
import {
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { liveApiRef } from '@slipway/plugin-portal-react';
import { fakeLiveApi } from '@slipway/plugin-portal-react/testUtils';
import { RunningWork } from '@slipway/plugin-work-common';
import { act, screen, within } from '@testing-library/react';
import { ReactElement } from 'react';
import { HappeningNow } from './HappeningNow';
import { RunningHereCard } from './RunningHereCard';

const LIST = { topic: 'work:running' };
const OF_ORDERS = {
  topic: 'work:entity',
  params: { entityRef: 'component:default/order-service' },
};
const ORDERS: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'order-service', namespace: 'default' },
};

const release: RunningWork = {
  id: 'rollouts:gke-prod/1',
  plugin: 'rollouts',
  kind: 'canary',
  title: 'Canary of order-service: 1.8.2 → 1.9.0',
  state: 'step 4 of 7, 38 % of traffic, waiting for manual promotion',
  tone: 'paused',
  entityRefs: ['component:default/order-service'],
  places: [
    {
      cluster: 'gke-prod',
      namespace: 'ecommerce',
      workloads: ['order-service'],
    },
  ],
  since: new Date(Date.now() - 12 * 60_000).toISOString(),
  progress: 3 / 7,
  path: '/rollouts/gke-prod/ecommerce/order-service',
};
const fault: RunningWork = {
  ...release,
  id: 'chaos:2',
  plugin: 'chaos',
  kind: 'fault',
  title: 'Network delay on payment-service',
  state: '2 of 2 injected',
  tone: 'progressing',
  since: new Date(Date.now() - 60_000).toISOString(),
  until: new Date(Date.now() + 90_000).toISOString(),
  progress: undefined,
  startedBy: 'user:default/olga',
  path: '/resilience/faults/2',
};

function setup(element: ReactElement) {
  const live = fakeLiveApi();
  renderInTestApp(element, {
    apis: [[liveApiRef, live]],
    mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef },
  });
  return live;
}

describe('happening now', () => {
  it('lists what all plugins run, latest first, with how far, since when and who', async () => {
    const live = setup(<HappeningNow />);
    act(() =>
      live.snapshot(LIST, { [release.id]: release, [fault.id]: fault }),
    );
    const [first, second] = (await screen.findAllByRole('listitem')).map(line =>
      within(line),
    );
    expect(
      first.getByRole('link', { name: 'Network delay on payment-service' }),
    ).toHaveAttribute('href', '/resilience/faults/2');
    expect(first.getByText('1 min ago')).toBeInTheDocument();
    expect(first.getByText(/ends in/)).toBeInTheDocument();
    expect(first.getByRole('link', { name: 'olga' })).toBeInTheDocument();
    expect(first.queryByRole('progressbar')).toBeNull();
    expect(second.getByText(release.state)).toBeInTheDocument();
    expect(second.getByRole('progressbar')).toHaveAttribute(
      'aria-valuenow',
      '43',
    );
    expect(second.getByText('Release')).toBeInTheDocument();
  });

  it('says when nothing runs, and which plugins cannot tell', async () => {
    const live = setup(<HappeningNow />);
    act(() =>
      live.snapshot(LIST, {}, [
        { source: 'list', state: 'live', since: release.since },
        {
          source: 'chaos',
          state: 'unreachable',
          since: release.since,
          reason: 'eks-prod is unreachable',
        },
      ]),
    );
    expect(
      await screen.findByText(
        'No release, fault, load or joint run is under way.',
      ),
    ).toBeInTheDocument();
    expect(
      screen.getByText(
        'More may be running. Not known: chaos: eks-prod is unreachable.',
      ),
    ).toBeInTheDocument();
  });
});

describe('running on a service', () => {
  const card = (
    <EntityProvider entity={ORDERS}>
      <RunningHereCard />
    </EntityProvider>
  );

  it('shows what disturbs it, and leaves releases to their own card', async () => {
    const live = setup(card);
    act(() =>
      live.snapshot(OF_ORDERS, { [release.id]: release, [fault.id]: fault }),
    );
    expect(
      await screen.findByText('Running on this service now'),
    ).toBeInTheDocument();
    expect(screen.getAllByRole('listitem')).toHaveLength(1);
  });

  it('is not there while nothing runs', async () => {
    const live = setup(card);
    act(() => live.snapshot(OF_ORDERS, { [release.id]: release }));
    expect(screen.queryByText('Running on this service now')).toBeNull();
  });
});
