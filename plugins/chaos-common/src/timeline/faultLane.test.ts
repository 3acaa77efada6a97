import { JsonObject } from '@backstage/types';
import { ActivityEntry } from '@slipway/plugin-activity-common';
import { ago, fault, NOW } from '../__fixtures__/builders';
import { faultRow } from '../view';
import { faultLane, KnownFault } from './faultLane';

const ORDERS = 'component:default/orders';
const CART = 'component:default/cart';

const entry = (
  type: string,
  secondsAgo: number,
  after: JsonObject = {},
  uid = 'u1',
): ActivityEntry => ({
  id: `${type} ${uid}`,
  at: ago(secondsAgo),
  source: 'platform',
  plugin: 'chaos',
  type,
  target: {
    cluster: 'gke',
    namespace: 'shop',
    kind: 'NetworkChaos',
    name: 'slow',
    uid,
    entityRef: ORDERS,
  },
  summary: `NetworkChaos slow ${type}`,
  severity: 'info',
  outcome: 'succeeded',
  after,
});

function known(injected: boolean): KnownFault {
  const row = faultRow(
    fault(
      injected
        ? {
            conditions: ['Selected', 'AllInjected'],
            desiredPhase: 'Run',
            records: [
              {
                phase: 'Injected',
                injectedCount: 1,
                events: [
                  {
                    type: 'Succeeded',
                    operation: 'Apply',
                    timestamp: ago(20),
                  },
                ],
              },
            ],
          }
        : {},
    ),
    {
      cluster: 'gke',
      environment: { environment: 'stage', source: 'config-cluster' },
      bound: { entity: { state: 'unbound', reason: 'none' } },
      now: NOW,
      events: [],
    },
  );
  if (!row) throw new Error('no fault');
  return { row, entityRefs: [CART] };
}

const span = (from: number, to?: number, more: object = {}) => ({
  type: 'span',
  from: NOW - from * 1000,
  ...(to === undefined ? {} : { to: NOW - to * 1000 }),
  ...more,
});

describe('faults on the timeline', () => {
  it.each<[string, ActivityEntry[], KnownFault[], string[], object[]]>([
    ['none', [], [], [ORDERS], []],
    [
      'one that ended and is gone',
      [entry('recovered', 60), entry('injected', 600, { effect: 'Slow' })],
      [],
      [ORDERS],
      [span(600, 60, { tone: 'healthy', title: 'NetworkChaos slow' })],
    ],
    [
      'one that is gone, its end not recorded',
      [entry('injected', 600)],
      [],
      [ORDERS],
      [span(600, 600, { tone: 'unknown', endUnknown: true })],
    ],
    [
      'one that did not recover',
      [entry('injected', 600), entry('not-recovered', 100)],
      [],
      [ORDERS],
      [{ tone: 'degraded' }],
    ],
    [
      'one that happens once',
      [entry('injected', 600, { oneShot: true })],
      [],
      [ORDERS],
      [{ type: 'mark', at: NOW - 600_000 }],
    ],
    ['of another service', [entry('injected', 600)], [], [CART], []],
    [
      'on pods of this service',
      [entry('injected', 600, { touches: [CART] })],
      [],
      [CART],
      [{ entityRef: CART }],
    ],
    [
      'one that runs',
      [],
      [known(true)],
      [CART],
      [span(20, undefined, { tone: 'progressing' })],
    ],
    ['one that has injected nothing yet', [], [known(false)], [CART], []],
  ])('%s', (_, entries, rows, refs, expected) => {
    const { items } = faultLane(entries, rows, refs);
    expect(items).toHaveLength(expected.length);
    expect(items).toMatchObject(expected);
  });

  it('links to its page and says who started it', () => {
    const [item] = faultLane(
      [entry('injected', 600, { startedBy: 'user:default/olga', effect: 'E' })],
      [],
      [ORDERS],
    ).items;
    expect(item).toMatchObject({
      path: '/resilience/faults/gke/shop/NetworkChaos/slow',
      detail: expect.stringContaining('started by user:default/olga'),
    });
  });
});
