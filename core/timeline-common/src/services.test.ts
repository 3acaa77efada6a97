import { TimelineRow } from './rows';
import { chosenPlace, lanesByService, summaryOf } from './services';
import {
  LaneKind,
  ShownLane,
  TimelineItem,
  TimelinePlace,
  TimelineTone,
} from './types';

const ORDERS = 'component:default/orders';
const CART = 'component:default/cart';
const RANGE = { from: 1_000, to: 2_000 };

const mark = (
  tone: TimelineTone,
  more: { at?: number; entityRef?: string } = {},
): TimelineItem => ({
  type: 'mark',
  id: `${tone} ${more.at ?? 1_500}`,
  title: tone,
  tone,
  at: 1_500,
  ...more,
});
const band = (kind: 'stable' | 'canary'): TimelineItem => ({
  type: 'span',
  id: kind,
  title: '1.9.0',
  tone: 'healthy',
  band: kind,
  from: 1_200,
});
const lane = (
  kind: LaneKind,
  items: TimelineItem[],
  more: Partial<ShownLane> = {},
): ShownLane => ({ plugin: 'p', id: kind, kind, items, ...more });

describe('the lanes of a system', () => {
  it('are those of its services, in their order', () => {
    const release = lane('release', [], { entityRef: ORDERS });
    const faults = lane('fault', [
      mark('degraded', { entityRef: CART }),
      mark('healthy', { entityRef: ORDERS }),
    ]);
    expect(lanesByService([release, faults], [CART, ORDERS])).toEqual([
      { entityRef: CART, lanes: [{ ...faults, items: [faults.items[0]] }] },
      {
        entityRef: ORDERS,
        lanes: [release, { ...faults, items: [faults.items[1]] }],
      },
    ]);
  });

  it('of no service come last', () => {
    const joint = lane('joint-run', [mark('healthy')]);
    expect(lanesByService([joint], [ORDERS])).toEqual([
      { entityRef: ORDERS, lanes: [{ ...joint, items: [] }] },
      { lanes: [joint] },
    ]);
  });
});

describe('a service in short', () => {
  it.each<[string, LaneKind, TimelineItem[], string[]]>([
    [
      'what is rolled out',
      'release',
      [band('stable'), band('canary')],
      ['canary'],
    ],
    [
      'releases that went wrong',
      'release',
      [mark('degraded'), mark('waiting'), mark('progressing')],
      ['degraded 1500', 'waiting 1500'],
    ],
    [
      'analysis that failed',
      'analysis',
      [mark('healthy'), mark('degraded')],
      ['degraded 1500'],
    ],
    [
      'new critical findings',
      'finding',
      [mark('healthy'), mark('waiting'), mark('degraded')],
      ['degraded 1500'],
    ],
    ['all faults', 'fault', [mark('healthy')], ['healthy 1500']],
    ['all load', 'load', [mark('unknown')], ['unknown 1500']],
    ['all alerts', 'alert', [mark('degraded')], ['degraded 1500']],
  ])('has %s', (_, kind, items, expected) => {
    const { rows } = summaryOf({ lanes: [lane(kind, items)] }, RANGE);
    expect(rows.map(({ item }) => item.id)).toEqual(expected);
  });

  it('counts them, with the most urgent one and what is not known', () => {
    const lanes = [
      lane('release', [band('canary')], { knownFrom: 1_500 }),
      lane('fault', [mark('waiting', { at: 1_100 }), mark('healthy')]),
      lane('load', [], { knownFrom: 1_000 }),
      lane('alert', [], { lacking: ['eks is down'] }),
    ];
    const { rows, ...rest } = summaryOf({ lanes }, RANGE);
    expect(rows.map(row => row.lane.kind)).toEqual([
      'fault',
      'release',
      'fault',
    ]);
    expect(rest).toEqual({
      worst: { lane: lanes[1], item: lanes[1].items[0] },
      counts: [
        { kind: 'release', count: 1 },
        { kind: 'fault', count: 2 },
      ],
      unknown: ['release', 'alert'],
    });
    expect(summaryOf({ lanes: [] }, RANGE)).toEqual({
      rows: [],
      counts: [],
      unknown: [],
    });
  });
});

describe('the workload whose metrics are shown', () => {
  const place = (
    entityRef: string,
    environment: TimelinePlace['environment'],
  ): TimelinePlace => ({
    cluster: `gke-${environment}`,
    namespace: 'shop',
    workload: entityRef.split('/')[1],
    entityRef,
    environment,
  });
  const places = [
    place(CART, 'dev'),
    place(CART, 'prod'),
    place(ORDERS, 'dev'),
    place(ORDERS, 'prod'),
  ];
  const row = (
    kind: LaneKind,
    item: TimelineItem,
    more: Partial<ShownLane> = {},
  ): TimelineRow => ({ lane: lane(kind, [item], more), item });
  const broken = lane('alert', [mark('degraded')], { entityRef: ORDERS });

  it.each<[string, Partial<Parameters<typeof chosenPlace>[1]>, string]>([
    ['that of the address', { key: 'gke-dev/shop/cart' }, 'gke-dev cart'],
    ['the nearest to production', { key: 'gone' }, 'gke-prod cart'],
    [
      'of the service on which something went wrong',
      {
        lanes: [lane('fault', [mark('healthy', { entityRef: CART })]), broken],
      },
      'gke-prod orders',
    ],
    [
      'not of one with what is not worth showing',
      {
        lanes: [
          lane('finding', [mark('waiting', { entityRef: ORDERS })]),
          lane('load', [mark('progressing', { entityRef: CART })]),
        ],
      },
      'gke-prod cart',
    ],
    [
      'of the service that is looked at',
      {
        lanes: [broken],
        focused: row('fault', mark('healthy', { entityRef: CART })),
      },
      'gke-prod cart',
    ],
    [
      'the one that is looked at',
      {
        lanes: [broken],
        focused: row('release', band('canary'), {
          entityRef: CART,
          place: 'gke-dev/shop cart',
        }),
      },
      'gke-dev cart',
    ],
  ])('is %s', (_, more, expected) => {
    const chosen = chosenPlace(places, {
      key: undefined,
      focused: undefined,
      lanes: [],
      ...more,
    });
    expect(`${chosen?.cluster} ${chosen?.workload}`).toBe(expected);
  });

  it('is none where nothing is measured', () => {
    const options = { key: 'a/b/c', focused: undefined, lanes: [] };
    expect(chosenPlace([], options)).toBeUndefined();
  });
});
