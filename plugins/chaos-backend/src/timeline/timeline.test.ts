import { createServiceFactory } from '@backstage/backend-plugin-api';
import { mockCredentials } from '@backstage/backend-test-utils';
import {
  TimelineRegistry,
  timelineServiceRef,
} from '@slipway/plugin-timeline-node';
import { until } from '@slipway/test-utils';
import {
  delayFault,
  ORDERS,
  pod,
  startHarness,
} from '../__testUtils__/harness';

const PRODUCTS = 'component:default/products';
const HOUR = 3_600_000;

async function setup() {
  const timeline = TimelineRegistry.create();
  const harness = await startHarness({
    pods: [pod('orders-1'), pod('orders-2', { entity: 'products' })],
    faults: [
      delayFault('slow', {
        annotations: { 'slipway.io/started-by': 'user:default/olga' },
      }),
    ],
    features: [
      createServiceFactory({
        service: timelineServiceRef,
        deps: {},
        factory: () => timeline,
      }),
    ],
  });
  await until('it is recorded', () => harness.activity.entries.length > 0);
  const read = (entityRef: string) =>
    timeline.read(
      timeline.providers(),
      {
        entityRefs: [entityRef],
        from: Date.now() - HOUR,
        to: Date.now(),
        limit: 100,
      },
      { credentials: mockCredentials.user() },
    );
  return { harness, read };
}

describe('faults on the timeline', () => {
  it.each([ORDERS, PRODUCTS])('of %s, whose pods it disturbs', async ref => {
    const { harness, read } = await setup();
    expect(harness.activity.entries[0].after).toMatchObject({
      startedBy: 'user:default/olga',
      touches: [ORDERS, PRODUCTS],
    });
    const { lanes, missing } = await read(ref);
    expect(missing).toEqual([]);
    expect(lanes).toMatchObject([
      {
        plugin: 'chaos',
        kind: 'fault',
        items: [{ title: 'NetworkChaos slow', entityRef: ref }],
      },
    ]);
  });

  it('are missing, with the reason, when the record does not answer', async () => {
    const { harness, read } = await setup();
    harness.activity.failWith(new TypeError('a secret'));
    const { lanes, missing } = await read(ORDERS);
    expect(lanes).toEqual([]);
    expect(missing).toMatchObject([
      { title: 'faults', kinds: ['fault'], reason: 'it failed (TypeError)' },
    ]);
  });
});
