import { createServiceFactory } from '@backstage/backend-plugin-api';
import { EntityRelation } from '@backstage/catalog-model';
import { ServiceUnavailableError } from '@backstage/errors';
import { createPermission } from '@backstage/plugin-permission-common';
import { startPluginHarness } from '@slipway/test-utils';
import { timelineChangesTopic } from '@slipway/plugin-timeline-common';
import {
  TimelineProvider,
  TimelineQuery,
  TimelineRegistry,
  timelineServiceRef,
} from '@slipway/plugin-timeline-node';
import { timelinePlugin } from './plugin';

const FROM = Date.parse('2026-01-01T00:00:00Z');
const TO = FROM + 86_400_000;
const HOUR = 3_600_000;
const PART = (name: string) => `component:default/${name}`;
const entity = (
  kind: string,
  name: string,
  relations: EntityRelation[] = [],
) => ({
  apiVersion: 'backstage.io/v1alpha1',
  kind,
  metadata: { namespace: 'default', name },
  relations,
});
const permissionOf = (name: string) =>
  createPermission({ name, attributes: { action: 'read' } });

async function setup(refused: Record<string, string[]> = {}) {
  const timeline = TimelineRegistry.create();
  const asked: TimelineQuery[] = [];
  let changed = () => {};
  const load: TimelineProvider = {
    plugin: 'loadtest',
    title: 'load tests',
    kinds: ['load'],
    permissions: [permissionOf('loadtest.read')],
    read: async query => {
      asked.push(query);
      return {
        lanes: [
          {
            id: 'load',
            kind: 'load',
            items: [
              {
                type: 'span',
                id: '1',
                title: 'Spike',
                tone: 'healthy',
                from: FROM + HOUR,
                to: FROM + 2 * HOUR,
              },
              {
                type: 'mark',
                id: 'earlier',
                title: 'Earlier',
                tone: 'healthy',
                at: FROM - HOUR,
              },
            ],
          },
        ],
      };
    },
    onChange: listener => {
      changed = listener;
      return () => {};
    },
  };
  timeline.register(load);
  timeline.register({
    ...load,
    plugin: 'rollouts',
    title: 'releases',
    kinds: ['release', 'analysis'],
    permissions: [permissionOf('rollouts.read')],
    read: async () => {
      throw new ServiceUnavailableError('no cluster answers');
    },
    onChange: undefined,
  });
  timeline.register({
    ...load,
    plugin: 'secret',
    title: 'secrets',
    kinds: ['finding'],
    permissions: [permissionOf('secret.read')],
    onChange: undefined,
  });
  const harness = await startPluginHarness(timelinePlugin, {
    refused,
    entities: [
      entity('Component', 'orders'),
      entity('Component', 'payments'),
      entity('System', 'shop', [
        { type: 'hasPart', targetRef: PART('payments') },
        { type: 'hasPart', targetRef: PART('orders') },
        { type: 'hasPart', targetRef: PART('gone') },
        { type: 'hasPart', targetRef: 'api:default/orders' },
      ]),
    ],
    features: [
      createServiceFactory({
        service: timelineServiceRef,
        deps: {},
        factory: () => timeline,
      }),
    ],
  });
  return { harness, asked, change: () => changed() };
}

const path = (ref: string, query = `from=${FROM}&to=${TO}`) =>
  `/api/timeline/v1/entities/${ref}/timeline?${query}`;

describe('the timeline', () => {
  it('has the lanes of all plugins, and says which are missing', async () => {
    const { harness, asked } = await setup();
    const { status, body } = await harness
      .as('olga')
      .get(path('Component/default/orders'));
    expect(status).toBe(200);
    expect(asked[0]).toMatchObject({
      entityRefs: [PART('orders')],
      from: FROM,
    });
    expect(body.lanes[0]).toMatchObject({ plugin: 'loadtest', kind: 'load' });
    expect(body.lanes[0].items).toHaveLength(1);
    expect(body.missing).toContainEqual({
      plugin: 'rollouts',
      title: 'releases',
      kinds: ['release', 'analysis'],
      reason: 'no cluster answers',
    });
  });

  it('of a system asks for its services', async () => {
    const { harness, asked } = await setup();
    const { body } = await harness.as('olga').get(path('system/default/shop'));
    const services = [PART('orders'), PART('payments')];
    expect(asked[0].entityRefs).toEqual(services);
    expect(body.entityRefs).toEqual(services);
  });

  it.each([
    ['component/default/none', undefined, 404],
    ['component/default/orders', `from=${TO}&to=${FROM}`, 400],
    ['component/default/orders', 'from=1', 400],
    ['component/default/orders', `from=0&to=${TO}`, 400],
  ])('%s with %s answers %d', async (ref, query, expected) => {
    const { harness } = await setup();
    const { status } = await harness.as('olga').get(path(ref, query));
    expect(status).toBe(expected);
  });

  it('takes its own permission, and that of each plugin', async () => {
    const { harness } = await setup();
    const nobody = await harness
      .asNobody()
      .get(path('component/default/orders'));
    expect(nobody.status).toBe(401);
    await harness.as('olga').get(path('component/default/orders'));
    const names = harness.asked.map(({ permission }) => permission);
    expect(names).toEqual(
      expect.arrayContaining([
        'timeline.read',
        'loadtest.read',
        'rollouts.read',
        'secret.read',
      ]),
    );
  });

  it('is refused without it, and a lane without that of its plugin', async () => {
    const { harness, asked } = await setup({
      vera: ['timeline.read'],
      olga: ['secret.read'],
    });
    const address = path('component/default/orders');
    const vera = await harness.as('vera').get(address);
    expect([vera.status, vera.body.error.message]).toEqual([
      403,
      'Reading the timeline needs the permission timeline.read.',
    ]);
    expect(asked).toEqual([]);
    const { body } = await harness.as('olga').get(address);
    expect(body.missing).toContainEqual({
      plugin: 'secret',
      title: 'secrets',
      kinds: ['finding'],
      reason: 'it takes the permission secret.read',
      permission: 'secret.read',
    });
  });

  it('says on the live stream that something changed', async () => {
    const { harness, change } = await setup();
    const topic = await harness.live.open(timelineChangesTopic, {});
    await topic.waitFor(({ ready }) => ready);
    const first = topic.items.get('now');
    change();
    await topic.waitFor(({ items }) => items.get('now')?.at !== first?.at);
    expect(topic.items.get('now')?.at).toBeGreaterThan(first?.at ?? Infinity);
    topic.close();
  });
});
