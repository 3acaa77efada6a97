import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { CatalogOwners } from './CatalogOwners';
import { createClaimsReader } from './claimsReader';

const component = (
  name: string,
  owner: string,
  annotations: Record<string, string> = {
    'backstage.io/kubernetes-id': name,
  },
): Entity => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind: 'Component',
  metadata: { name, namespace: 'default', annotations },
  relations: [{ type: 'ownedBy', targetRef: `group:default/${owner}` }],
});

const ORDERS = {
  namespace: 'shop',
  labels: { 'backstage.io/kubernetes-id': 'orders' },
};
const NAMED = {
  namespace: 'shop',
  annotations: { 'slipway.io/entity-ref': 'plain' },
};

const ends: Array<() => void> = [];
afterEach(() => ends.splice(0).forEach(end => end()));

function setUp(entities: Entity[]) {
  const catalog = catalogServiceMock.mock();
  const real = { entities };
  const answer = () => catalogServiceMock({ entities: real.entities });
  catalog.getEntities.mockImplementation(request =>
    answer().getEntities(request),
  );
  catalog.getEntitiesByRefs.mockImplementation(request =>
    answer().getEntitiesByRefs(request),
  );
  const logger = mockServices.logger.mock();
  const namespaces: Record<string, Record<string, string>> = {};
  const owners = CatalogOwners.create({
    clusters: {
      namespaceMeta: (_, namespace) => ({
        labels: {},
        annotations: namespaces[namespace] ?? {},
      }),
    },
    reader: createClaimsReader({ auth: mockServices.auth(), catalog }),
    logger,
  });
  ends.push(() => owners.stop());
  return { owners, catalog, logger, namespaces, real };
}

describe('CatalogOwners', () => {
  it('binds nothing before the catalog was read', async () => {
    const { owners } = setUp([component('orders', 'team-orders')]);
    expect(owners.known()).toBe(false);
    expect(owners.bind('gke', ORDERS).entity).toEqual({
      state: 'unbound',
      reason: 'The catalog has not been read yet.',
    });
    await owners.refresh();
    expect(owners.known()).toBe(true);
    expect(owners.bind('gke', ORDERS)).toEqual({
      entity: {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'kubernetes-id',
      },
      ownerRef: 'group:default/team-orders',
    });
  });

  it('asks the catalog in bulk, with its own credentials, and never for a single binding', async () => {
    const { owners, catalog } = setUp([component('orders', 'team-orders')]);
    await owners.refresh();
    for (let i = 0; i < 100; i++) owners.bind('gke', ORDERS);
    expect(catalog.getEntities).toHaveBeenCalledTimes(1);
    expect(catalog.getEntities.mock.calls[0][1]).toMatchObject({
      credentials: { principal: { type: 'service' } },
    });
    expect(catalog.getEntities.mock.calls[0][0]?.fields).not.toContain('spec');
  });

  it('looks up the refs that objects name, soon', async () => {
    const { owners } = setUp([component('plain', 'team-catalog', {})]);
    owners.start();
    const heard = () =>
      new Promise<void>(resolve => {
        const end = owners.onChange(() => {
          end();
          resolve();
        });
      });
    await heard();
    expect(owners.bind('gke', NAMED).entity.state).toBe('unbound');
    await heard();
    expect(owners.bind('gke', NAMED)).toMatchObject({
      entity: { state: 'bound', entityRef: 'component:default/plain' },
      ownerRef: 'group:default/team-catalog',
    });
  });

  it('reads often after a start, although two readings were the same, and seldom later', async () => {
    jest.useFakeTimers({ now: 0 });
    ends.push(() => jest.useRealTimers());
    const { owners, catalog, real } = setUp([
      component('payments', 'team-orders'),
    ]);
    const state = () => owners.bind('gke', ORDERS).entity.state;
    owners.start();
    await jest.advanceTimersByTimeAsync(2_500);
    expect(state()).toBe('unbound');
    real.entities = [component('orders', 'team-orders')];
    await jest.advanceTimersByTimeAsync(1_000);
    expect(state()).toBe('bound');
    await jest.advanceTimersByTimeAsync(30_000);
    catalog.getEntities.mockClear();
    await jest.advanceTimersByTimeAsync(60_000);
    expect(catalog.getEntities).toHaveBeenCalledTimes(2);
  });

  it('follows the namespace', async () => {
    const { owners, namespaces } = setUp([component('orders', 'team-orders')]);
    await owners.refresh();
    namespaces.shop = { 'slipway.io/entity-ref': 'component:default/orders' };
    expect(owners.bind('gke', { namespace: 'shop' }).entity).toMatchObject({
      state: 'bound',
      by: 'namespace-annotation',
    });
  });

  it('keeps what it knew while the catalog does not answer', async () => {
    const { owners, catalog, logger, real } = setUp([
      component('orders', 'team-orders'),
    ]);
    await owners.refresh();
    catalog.getEntities.mockRejectedValueOnce(new Error('503'));
    await owners.refresh();
    expect(owners.bind('gke', ORDERS).entity.state).toBe('bound');
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('keeping what was known'),
    );
    real.entities = [];
    await owners.refresh();
    expect(owners.bind('gke', ORDERS).entity.state).toBe('unbound');
  });

  it('says why nothing is bound when the catalog never answered', async () => {
    const { owners, catalog } = setUp([]);
    catalog.getEntities.mockRejectedValueOnce(new Error('503'));
    await owners.refresh();
    expect(owners.bind('gke', ORDERS).entity).toEqual({
      state: 'unbound',
      reason: 'The catalog does not answer.',
    });
  });

  it('calls all listeners, also when one of them fails, and keeps what it read', async () => {
    const { owners, logger } = setUp([component('orders', 'team-orders')]);
    const heard: string[] = [];
    owners.onChange(() => {
      throw new Error('of one plugin');
    });
    const listener = () => heard.push(owners.bind('gke', ORDERS).entity.state);
    owners.onChange(listener);
    const end = owners.onChange(listener);
    await owners.refresh();
    expect(heard).toEqual(['bound', 'bound']);
    end();
    await owners.refresh();
    expect(heard).toHaveLength(3);
    expect(logger.error).toHaveBeenCalledWith(
      expect.stringContaining('of one plugin'),
    );
    expect(logger.warn).not.toHaveBeenCalled();
  });

  it('shows what is bound by name, and what the entity points at', async () => {
    const { owners } = setUp([
      component('orders', 'team-orders', {
        'backstage.io/kubernetes-id': 'orders',
        'backstage.io/kubernetes-namespace': 'shop',
      }),
      component('plain', 'team-catalog', {}),
    ]);
    expect(owners.joins('component:default/orders').pointers).toEqual({
      unread: 'The catalog has not been read yet.',
    });
    owners.joins('component:default/plain');
    await owners.refresh();
    const shown = (ref: string, metadata: object, cluster = 'gke') =>
      owners.joins(ref).shows({
        cluster,
        metadata,
        bound: owners.bind(cluster, metadata),
      });
    expect(shown('component:default/orders', ORDERS)).toBe(true);
    // Bound by its id, but not where the entity looks.
    expect(
      shown('component:default/orders', { ...ORDERS, namespace: 'other' }),
    ).toBe(false);
    expect(shown('component:default/plain', NAMED)).toBe(true);
    expect(shown('component:default/orders', NAMED)).toBe(false);
    expect(shown('component:default/nobody', ORDERS)).toBe(false);
    expect(owners.joins('component:default/nobody').pointers).toEqual({});
    expect(owners.joins('component:default/orders').pointers).toMatchObject({
      kubernetesId: 'orders',
      namespace: 'shop',
    });
  });
});
