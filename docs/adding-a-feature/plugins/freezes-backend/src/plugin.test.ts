import { freezesTopic } from '@slipway/plugin-freezes-common';
import { fakeBreakGlass } from '@slipway/plugin-break-glass-node/testUtils';
import { component, startPluginHarness } from '@slipway/test-utils';
import { freezesPlugin } from './plugin';

const FREEZE = {
  apiVersion: 'example.slipway.io/v1',
  kind: 'Freeze',
  metadata: {
    name: 'black-friday',
    namespace: 'shop',
    uid: 'u1',
    labels: { 'backstage.io/kubernetes-id': 'orders' },
  },
  spec: { reason: 'Black Friday' },
};
const PATH =
  '/api/freezes/v1/clusters/gke/namespaces/shop/freezes/black-friday';

const setUp = () =>
  startPluginHarness(freezesPlugin, {
    entities: [component('orders', 'team-orders')],
    clusters: [{ name: 'gke', environment: 'stage' }],
    objects: { gke: { 'freezes.example.slipway.io': [FREEZE] } },
    features: [fakeBreakGlass().factory],
  });

describe('freezes', () => {
  it('offers them with their owners', async () => {
    const { live } = await setUp();
    const topic = await live.open(freezesTopic, {});
    await topic.waitFor(({ items }) => items.size === 1);
    expect([...topic.items.values()]).toMatchObject([
      {
        reason: 'Black Friday',
        state: 'active',
        entity: { state: 'bound', entityRef: 'component:default/orders' },
        ownerRef: 'group:default/team-orders',
      },
    ]);
    topic.close();
  });

  it('are lifted by an owner, with a record', async () => {
    const harness = await setUp();
    const { body, status } = await harness
      .as('olga')
      .post(`${PATH}/actions/lift`, { seen: { uid: 'u1', state: 'active' } });
    expect([status, body.error]).toEqual([200, undefined]);
    expect(harness.clusters.writes).toMatchObject([
      { write: { verb: 'patch', name: 'black-friday' }, outcome: 'applied' },
    ]);
    expect(harness.activity.entries).toMatchObject([
      { type: 'lift', summary: 'Lift black-friday', outcome: 'succeeded' },
    ]);
    expect(harness.audited).toMatchObject([
      { eventId: 'lift', outcome: 'succeeded' },
    ]);
  });

  it('are lifted by nobody else', async () => {
    const harness = await setUp();
    const { status } = await harness
      .as('carla')
      .post(`${PATH}/actions/lift`, { seen: { uid: 'u1', state: 'active' } });
    expect(status).toBe(403);
    expect(harness.clusters.writes).toEqual([]);
    const { body } = await harness.as('carla').get(`${PATH}/access`);
    expect(body.actions.lift).toEqual({
      allowed: false,
      reason:
        'Only owners (team-orders) and the platform group may lift black-friday.',
    });
  });
});
