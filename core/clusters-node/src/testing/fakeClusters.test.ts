import { NotAllowedError } from '@backstage/errors';
import { KubeObject, ResourceId } from '@slipway/plugin-clusters-common';
import { KindEvent } from '../types';
import { fakeClusters } from './fakeClusters';

const rollouts: ResourceId = {
  group: 'argoproj.io',
  version: 'v1alpha1',
  plural: 'rollouts',
  kind: 'Rollout',
};
const olga = {
  userEntityRef: 'user:default/olga',
  ownershipEntityRefs: ['user:default/olga', 'group:default/team-orders'],
};
const orders = {
  metadata: { namespace: 'ecommerce', name: 'order-service' },
  spec: { paused: false },
};
const definition = {
  resource: rollouts,
  id: 'test',
  project: (raw: Record<string, unknown>) => raw as unknown as KubeObject,
};
const ref = { cluster: 'gke-prod', ...orders.metadata };

function setUp() {
  const clusters = fakeClusters({
    objects: { 'gke-prod': { 'rollouts.argoproj.io': [orders] } },
  });
  const cache = clusters.watch(definition);
  const events: KindEvent<KubeObject>[] = [];
  cache.subscribe(event => events.push(event));
  return { clusters, cache, events };
}

describe('fakeClusters', () => {
  it('lists the given objects and reports what is emitted and removed', async () => {
    const { clusters, cache, events } = setUp();
    await cache.ready();
    expect(cache.get(ref)?.metadata.name).toBe('order-service');

    clusters.emit('gke-prod', rollouts, { ...orders, spec: { paused: true } });
    clusters.remove('gke-prod', rollouts, orders.metadata);

    expect(events.map(({ type }) => type)).toEqual(['upsert', 'remove']);
    expect(cache.list()).toEqual([]);
  });

  it('applies patches with their tests and records them', async () => {
    const { clusters, cache, events } = setUp();
    const patch = {
      verb: 'patch' as const,
      resource: rollouts,
      ...orders.metadata,
      operations: [
        { op: 'test' as const, path: '/spec/paused', value: false },
        { op: 'replace' as const, path: '/spec/paused', value: true },
      ],
    };

    await clusters.write('gke-prod', patch, olga);
    expect(cache.get(ref)).toMatchObject({
      metadata: { generation: 2 },
      spec: { paused: true },
    });
    expect(events).toMatchObject([{ type: 'upsert', cluster: 'gke-prod' }]);

    await expect(clusters.write('gke-prod', patch, olga)).rejects.toMatchObject(
      { name: 'ConflictError' },
    );
    expect(clusters.writes.map(({ outcome }) => outcome)).toEqual([
      'applied',
      expect.objectContaining({ name: 'ConflictError' }),
    ]);
  });

  it('can be set to be stale and to fail once', async () => {
    const { clusters, cache, events } = setUp();
    clusters.setFreshness('gke-prod', { state: 'stale', reason: 'cut' });
    expect(cache.freshness()).toMatchObject([{ state: 'stale' }]);
    expect(events).toMatchObject([
      { type: 'freshness', freshness: { state: 'stale', reason: 'cut' } },
    ]);

    clusters.failNext('get', new NotAllowedError('no'));
    await expect(clusters.get(rollouts, ref)).rejects.toThrow('no');
    await expect(clusters.get(rollouts, ref)).resolves.toMatchObject(orders);
  });
});
