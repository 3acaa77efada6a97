import { Entity } from '@backstage/catalog-model';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import {
  catalogApiRef,
  EntityProvider,
  entityRouteRef,
} from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen, within } from '@testing-library/react';
import { DependencyOfCard, DependsOnCard } from './RelatedEntitiesCard';

const entity = (kind: string, name: string, over: Partial<Entity> = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  ...over,
});
const CONFIG = entity('Component', 'cloud-config', {
  metadata: {
    name: 'cloud-config',
    namespace: 'default',
    description: 'Holds the settings',
  },
  spec: { type: 'service' },
  relations: [{ type: 'ownedBy', targetRef: 'group:default/platform' }],
});
const ORDERS = entity('Component', 'orders', {
  relations: [
    { type: 'dependsOn', targetRef: 'component:default/cloud-config' },
    { type: 'dependsOn', targetRef: 'resource:default/orders-db' },
  ],
});

it('shows components and resources with type and owner', async () => {
  const catalog = catalogApiMock({
    entities: [CONFIG, entity('Resource', 'orders-db')],
  });
  renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <EntityProvider entity={ORDERS}>
        <DependsOnCard />
        <DependencyOfCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  const table = await screen.findByRole('table', { name: 'Depends on' });
  expect(
    within(table)
      .getAllByRole('row')
      .slice(1)
      .map(row =>
        within(row)
          .getAllByRole('cell')
          .map(({ textContent }) => textContent),
      ),
  ).toEqual([
    ['cloud-configHolds the settings', 'service', 'platform'],
    ['orders-db', 'resource', 'nobody'],
  ]);
  expect(
    screen.getByText('The catalog names nothing that depends on it.'),
  ).toBeVisible();
});
