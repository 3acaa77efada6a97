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
import { screen } from '@testing-library/react';
import { OnCallCard } from './OnCallCard';

const entity = (kind: string, name: string, over: Partial<Entity> = {}) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { name, namespace: 'default' },
  ...over,
});
const GROUP = entity('Group', 'on-call', {
  relations: [{ type: 'hasMember', targetRef: 'user:default/nora' }],
});

function show(onCall?: string, entities: Entity[] = [GROUP]) {
  const catalog = catalogApiMock({ entities });
  renderInTestApp(
    <TestApiProvider apis={[[catalogApiRef, catalog]]}>
      <EntityProvider
        entity={entity('Component', 'orders', {
          metadata: {
            name: 'orders',
            annotations: onCall ? { 'slipway.io/on-call': onCall } : {},
          },
        })}
      >
        <OnCallCard />
      </EntityProvider>
    </TestApiProvider>,
    { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
  );
  return catalog;
}

describe('OnCallCard', () => {
  it('names the group and its members', async () => {
    show('group:default/on-call');
    expect(
      await screen.findByRole('link', { name: 'on-call' }),
    ).toHaveAttribute('href', '/catalog/default/group/on-call');
    expect(screen.getByRole('link', { name: 'nora' })).toBeInTheDocument();
  });

  it('says that nobody is named, and how to name somebody', async () => {
    show();
    expect(
      await screen.findByText(/Nobody is named for this service/),
    ).toHaveTextContent('slipway.io/on-call');
  });

  it.each<[string, string, Entity[], RegExp]>([
    [
      'a group that is not there',
      'group:default/gone',
      [],
      /group:default\/gone is not in the catalog, or you may not see it/,
    ],
    [
      'a group without members',
      'group:default/empty',
      [entity('Group', 'empty')],
      /The catalog knows no members of it/,
    ],
    [
      'what is no group',
      'https://rota.example.com',
      [],
      /https:\/\/rota.example.com is no group and no user of the catalog/,
    ],
  ])('says so of %s', async (_name, onCall, entities, text) => {
    show(onCall, entities);
    expect(
      await screen.findByText((_content, element) =>
        Boolean(element?.matches('p') && text.test(element.textContent ?? '')),
      ),
    ).toBeInTheDocument();
  });

  it('says what failed, and offers to try again', async () => {
    const catalog = catalogApiMock.mock({
      getEntitiesByRefs: jest
        .fn()
        .mockRejectedValueOnce(new Error('no route'))
        .mockResolvedValue({ items: [GROUP] }),
    });
    renderInTestApp(
      <TestApiProvider apis={[[catalogApiRef, catalog]]}>
        <EntityProvider
          entity={entity('Component', 'orders', {
            metadata: {
              name: 'orders',
              annotations: { 'slipway.io/on-call': 'group:default/on-call' },
            },
          })}
        >
          <OnCallCard />
        </EntityProvider>
      </TestApiProvider>,
      { mountedRoutes: { '/catalog/:namespace/:kind/:name': entityRouteRef } },
    );
    expect(await screen.findByRole('alert')).toHaveTextContent(
      'Who is on call could not be read',
    );
    screen.getByRole('button', { name: 'Retry' }).click();
    expect(
      await screen.findByRole('link', { name: 'on-call' }),
    ).toBeInTheDocument();
  });
});
