import { Entity } from '@backstage/catalog-model';
import {
  renderInTestApp,
  TestApiProvider,
} from '@backstage/frontend-test-utils';
import { catalogPlugin } from '@backstage/plugin-catalog';
import { catalogApiRef, EntityProvider } from '@backstage/plugin-catalog-react';
import { catalogApiMock } from '@backstage/plugin-catalog-react/testUtils';
import { screen } from '@testing-library/react';
import { EntityContentLayoutProps } from './alpha';
import { EntityOverview } from './EntityOverview';

const ORDERS: Entity = {
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name: 'orders' },
};

function show(
  cards: EntityContentLayoutProps['cards'],
  options: { entity?: Entity } = {},
) {
  const { entity = ORDERS } = options;
  renderInTestApp(
    <TestApiProvider
      apis={[[catalogApiRef, catalogApiMock({ entities: [entity] })]]}
    >
      <EntityProvider entity={entity}>
        <EntityOverview cards={cards} />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog': catalogPlugin.routes.catalogIndex } },
  );
}

describe('EntityOverview', () => {
  it('starts with the state, whatever the order of the cards', async () => {
    show([
      { type: 'info', element: <p>About</p> },
      { type: 'content', element: <p>Rollouts</p> },
      { element: <p>Golden metrics</p> },
    ]);
    await screen.findByText('About');
    const texts = screen
      .getAllByText(/About|Rollouts|Golden metrics/)
      .map(one => one.textContent);
    expect(texts).toEqual(['Rollouts', 'Golden metrics', 'About']);
    expect(screen.queryByRole('alert')).not.toBeInTheDocument();
  });

  it('shows what the catalog says against the entity', async () => {
    show([{ element: <p>Rollouts</p> }], {
      entity: {
        ...ORDERS,
        metadata: {
          name: 'orders',
          annotations: { 'backstage.io/orphan': 'true' },
        },
      },
    });
    expect(
      await screen.findByText(/not referenced by any location/),
    ).toBeInTheDocument();
    expect(screen.getByText('Rollouts')).toBeInTheDocument();
  });

  it('names relations that lead to nothing', async () => {
    show([{ element: <p>Rollouts</p> }], {
      entity: {
        ...ORDERS,
        relations: [{ type: 'ownedBy', targetRef: 'group:default/gone' }],
      },
    });
    expect(await screen.findByText(/group:default\/gone/)).toBeInTheDocument();
  });
});
