import { createServiceFactory } from '@backstage/backend-plugin-api';
import { ServiceUnavailableError } from '@backstage/errors';
import { startPluginHarness } from '@slipway/test-utils';
import {
  entityWorkTopic,
  RunningWork,
  runningWorkTopic,
} from '@slipway/plugin-work-common';
import { WorkRegistry, workServiceRef } from '@slipway/plugin-work-node';
import { workPlugin } from './plugin';

const ORDERS = 'component:default/order-service';

const load: RunningWork = {
  id: 'loadtest:1',
  plugin: 'loadtest',
  kind: 'load',
  title: 'Spike on order-service',
  state: '120 of 400 users',
  tone: 'progressing',
  entityRefs: [ORDERS],
  places: [{ cluster: 'gke-prod', namespace: 'ecommerce' }],
  since: '2026-11-29T00:00:00Z',
  progress: 0.3,
  path: '/resilience/loads/1',
};
const fault: RunningWork = {
  ...load,
  id: 'chaos:1',
  plugin: 'chaos',
  kind: 'fault',
  title: 'Network delay on payment-service',
  entityRefs: ['component:default/payment-service'],
};

async function setup() {
  const work = WorkRegistry.create();
  let running = [load, fault];
  let changed = () => {};
  work.register({
    plugin: 'loadtest',
    running: () => running,
    onChange: listener => {
      changed = listener;
      return () => {};
    },
  });
  work.register({
    plugin: 'chaos',
    running: () => {
      throw new ServiceUnavailableError('no cluster answers');
    },
    onChange: () => () => {},
  });
  const harness = await startPluginHarness(workPlugin, {
    features: [
      createServiceFactory({
        service: workServiceRef,
        deps: {},
        factory: () => work,
      }),
    ],
  });
  return {
    harness,
    now(next: RunningWork[]) {
      running = next;
      changed();
    },
  };
}

describe('what runs now', () => {
  it('is a live topic over all plugins, with those that cannot tell', async () => {
    const { harness, now } = await setup();
    const topic = await harness.live.open(runningWorkTopic, {});
    await topic.waitFor(({ ready }) => ready);
    expect([...topic.items.values()]).toEqual([load, fault]);
    expect(topic.freshness).toEqual([
      expect.objectContaining({ source: 'list', state: 'live' }),
      expect.objectContaining({
        source: 'chaos',
        state: 'unreachable',
        reason: 'no cluster answers',
      }),
    ]);
    now([{ ...load, progress: 0.4 }]);
    await topic.waitFor(({ items }) => items.size === 1);
    expect(topic.items.get('loadtest:1')).toHaveProperty('progress', 0.4);
    topic.close();
  });

  it('is a topic of each entity', async () => {
    const { harness, now } = await setup();
    const topic = await harness.live.open(entityWorkTopic, {
      entityRef: ORDERS,
    });
    await topic.waitFor(({ ready }) => ready);
    expect([...topic.items.keys()]).toEqual(['loadtest:1']);
    now([fault]);
    await topic.waitFor(({ items }) => items.size === 0);
    topic.close();
  });

  it('is a route, of all and of one entity', async () => {
    const { harness } = await setup();
    const all = await harness.as('olga').get('/api/work/v1/running');
    expect(all.status).toBe(200);
    expect(all.body).toEqual({
      work: [load, fault],
      unknown: [{ plugin: 'chaos', reason: 'no cluster answers' }],
    });
    const one = await harness
      .as('olga')
      .get(`/api/work/v1/running?entityRef=${ORDERS}`);
    expect(one.body.work).toEqual([load]);
    const bad = await harness.as('olga').get('/api/work/v1/running?entityRef=');
    expect(bad.status).toBe(400);
  });

  it('takes the permission to read it', async () => {
    const { harness } = await setup();
    const refused = await harness.asNobody().get('/api/work/v1/running');
    expect(refused.status).toBe(401);
    await harness.as('olga').get('/api/work/v1/running');
    expect(harness.asked.at(-1)).toMatchObject({ permission: 'work.read' });
  });
});
