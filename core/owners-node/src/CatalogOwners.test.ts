import { mockServices } from '@backstage/backend-test-utils';
import { Entity } from '@backstage/catalog-model';
import { catalogServiceMock } from '@backstage/plugin-catalog-node/testUtils';
import { component } from '../__testUtils__/harness';
import { EntityBinder } from './EntityBinder';

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
  const binder = EntityBinder.create({
    clusters: {
      namespaceMeta: (_, namespace) => ({
        labels: {},
        annotations: namespaces[namespace] ?? {},
      }),
    },
    catalog,
    auth: mockServices.auth(),
    logger,
  });
  ends.push(() => binder.stop());
  return { binder, catalog, logger, namespaces, real };
}

describe('EntityBinder', () => {
  it('binds nothing before the catalog was read', async () => {
    const { binder } = setUp([component('orders', 'team-orders')]);
    expect(binder.known()).toBe(false);
    expect(binder.bind('gke', ORDERS).entity).toEqual({
      state: 'unbound',
      reason: 'The catalog has not been read yet.',
    });
    await binder.refresh();
    expect(binder.known()).toBe(true);
    expect(binder.bind('gke', ORDERS)).toEqual({
      entity: {
        state: 'bound',
        entityRef: 'component:default/orders',
        by: 'kubernetes-id',
      },
      ownerRef: 'group:default/team-orders',
    });
  });

  it('asks the catalog in bulk, with its own credentials, and never for a single binding', async () => {
    const { binder, catalog } = setUp([component('orders', 'team-orders')]);
    await binder.refresh();
    for (let i = 0; i < 100; i++) binder.bind('gke', ORDERS);
    expect(catalog.getEntities).toHaveBeenCalledTimes(1);
    expect(catalog.getEntities.mock.calls[0][1]).toMatchObject({
      credentials: { principal: { type: 'service' } },
    });
    expect(catalog.getEntities.mock.calls[0][0]?.fields).not.toContain('spec');
  });

  it('looks up the refs that objects name, soon', async () => {
    const { binder } = setUp([component('plain', 'team-catalog', {})]);
    binder.start();
    const heard = () =>
      new Promise<void>(resolve => {
        const end = binder.onChange(() => {
          end();
          resolve();
        });
      });
    await heard();
    expect(binder.bind('gke', NAMED).entity.state).toBe('unbound');
    await heard();
    expect(binder.bind('gke', NAMED)).toMatchObject({
      entity: { state: 'bound', entityRef: 'component:default/plain' },
      ownerRef: 'group:default/team-catalog',
    });
  });

  it('reads often after a start, although two readings were the same, and seldom later', async () => {
    jest.useFakeTimers({ now: 0 });
    ends.push(() => jest.useRealTimers());
    const { binder, catalog, real } = setUp([
      component('payments', 'team-orders'),
    ]);
    const state = () => binder.bind('gke', ORDERS).entity.state;
    binder.start();
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
    const { binder, namespaces } = setUp([component('orders', 'team-orders')]);
    await binder.refresh();
    namespaces.shop = { 'slipway.io/entity-ref': 'component:default/orders' };
    expect(binder.bind('gke', { namespace: 'shop' }).entity).toMatchObject({
      state: 'bound',
      by: 'namespace-annotation',
    });
  });

  it('keeps what it knew while the catalog does not answer', async () => {
    const { binder, catalog, logger, real } = setUp([
      component('orders', 'team-orders'),
    ]);
    await binder.refresh();
    catalog.getEntities.mockRejectedValueOnce(new Error('503'));
    await binder.refresh();
    expect(binder.bind('gke', ORDERS).entity.state).toBe('bound');
    expect(logger.warn).toHaveBeenCalledWith(
      expect.stringContaining('keeping what was known'),
    );
    real.entities = [];
    await binder.refresh();
    expect(binder.bind('gke', ORDERS).entity.state).toBe('unbound');
  });

  it('says why nothing is bound when the catalog never answered', async () => {
    const { binder, catalog } = setUp([]);
    catalog.getEntities.mockRejectedValueOnce(new Error('503'));
    await binder.refresh();
    expect(binder.bind('gke', ORDERS).entity).toEqual({
      state: 'unbound',
      reason: 'The catalog does not answer.',
    });
  });
});
