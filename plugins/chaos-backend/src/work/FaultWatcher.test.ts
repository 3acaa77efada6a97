import { CHAOS_KINDS } from '@slipway/plugin-chaos-common';
import { until } from '@slipway/test-utils';
import {
  CLUSTER,
  delayFault,
  ORDERS,
  pod,
  startHarness,
} from '../__testUtils__/harness';

const NETWORK = CHAOS_KINDS.NetworkChaos.resource;

describe('what happened to faults', () => {
  it('is recorded once, and owners and who launched it are notified', async () => {
    const harness = await startHarness({
      pods: [pod('orders-1'), pod('orders-2', { entity: 'products' })],
    });
    const slow = delayFault('slow', {
      annotations: { 'slipway.io/started-by': 'user:default/olga' },
    });
    harness.clusters.emit(CLUSTER, NETWORK, slow);
    harness.clusters.emit(CLUSTER, NETWORK, slow);
    await until('somebody is notified', () => harness.notified.length > 0);
    expect(harness.activity.entries).toMatchObject([
      {
        type: 'injected',
        source: 'platform',
        target: { kind: 'NetworkChaos', name: 'slow', entityRef: ORDERS },
        summary: expect.stringContaining('injected 2 of 2 targets'),
      },
    ]);
    expect(harness.notified).toMatchObject([
      {
        recipients: {
          type: 'entity',
          entityRef: [
            ORDERS,
            'component:default/products',
            'user:default/olga',
          ],
        },
        payload: {
          title: `Fault slow started in ${CLUSTER}/shop`,
          link: `/resilience/faults/${CLUSTER}/shop/NetworkChaos/slow`,
          severity: 'high',
        },
      },
    ]);
  });

  it('of a process that was killed before it notified anybody is notified of by the next, once', async () => {
    const harness = await startHarness({
      faults: [delayFault('slow')],
      // What that process had written down.
      beforeStart: ({ activity }) =>
        activity.platformEvent({
          plugin: 'chaos',
          type: 'injected',
          key: `${CLUSTER}/uid-slow/injected`,
          at: new Date().toISOString(),
          target: {
            cluster: CLUSTER,
            namespace: 'shop',
            kind: 'NetworkChaos',
            name: 'slow',
          },
          summary: 'NetworkChaos slow injected 2 of 2 targets',
          severity: 'warning',
        }),
    });
    await until('somebody is notified', () => harness.notified.length > 0);
    harness.clusters.emit(CLUSTER, NETWORK, delayFault('other'));
    await until('the next is notified of', () => harness.notified.length > 1);
    expect(harness.notified.map(({ payload }) => payload.title)).toEqual([
      `Fault slow started in ${CLUSTER}/shop`,
      `Fault other started in ${CLUSTER}/shop`,
    ]);
    expect(harness.activity.entries).toHaveLength(2);
  });

  it('is tried again when it could not be recorded', async () => {
    const harness = await startHarness();
    harness.activity.failWith(new Error('the record is away'));
    harness.clusters.emit(CLUSTER, NETWORK, delayFault('slow'));
    harness.activity.failWith(undefined);
    harness.clusters.emit(CLUSTER, NETWORK, delayFault('slow'));
    await until('it is recorded', () => harness.activity.entries.length > 0);
    expect(harness.activity.entries).toHaveLength(1);
  });
});
