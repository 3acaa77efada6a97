import { axisTicks, drawLane, shapeAt } from './picture';
import { timelineRows, unknownKinds } from './rows';
import { ShownLane, TimelineItem, TimelineSpan, TimelineTone } from './types';

const RANGE = { from: 1000, to: 2000 };
const WIDTH = 1000;
const NOW = 1900;

const mark = (at: number, tone: TimelineTone = 'healthy'): TimelineItem => ({
  type: 'mark',
  id: `m${at}`,
  title: 'mark',
  tone,
  at,
});
const span = (
  from: number,
  to?: number,
  band?: TimelineSpan['band'],
): TimelineSpan => ({
  type: 'span',
  id: `s${from}-${to}`,
  title: 'span',
  tone: 'progressing',
  from,
  ...(to === undefined ? {} : { to }),
  ...(band ? { band } : {}),
});
const draw = (items: TimelineItem[], knownFrom?: number) =>
  drawLane({ items, knownFrom }, RANGE, NOW, WIDTH);

describe('spans of a lane', () => {
  it.each<[string, TimelineSpan, [number, number] | undefined]>([
    ['inside', span(1100, 1300), [100, 200]],
    ['over the start', span(500, 1300), [0, 300]],
    ['over the end', span(1800, 2500), [800, 200]],
    ['one that lasts', span(1800), [800, 100]],
    ['before the range', span(500, 900), undefined],
    ['after the range', span(2100, 2200), undefined],
  ])('%s', (_, item, expected) => {
    expect(draw([item]).spans.map(({ x, width }) => [x, width])).toEqual(
      expected ? [expected] : [],
    );
  });

  it('take rows where they overlap', () => {
    const { spans, rows } = draw([
      span(1100, 1300),
      span(1200, 1400),
      span(1350, 1500),
    ]);
    expect(spans.map(({ row }) => row)).toEqual([0, 1, 0]);
    expect(rows).toBe(2);
  });

  it('of versions that follow at once are side by side, however short', () => {
    const { spans, groups } = draw([
      span(1000, 1500, 'stable'),
      span(1450, 1500, 'canary'),
      span(1500, undefined, 'stable'),
    ]);
    expect(
      spans.map(({ x, width, row, item }) => [item.band, row, x, width]),
    ).toEqual([
      ['stable', 0, 0, 500],
      ['canary', 1, 450, 50],
      ['stable', 0, 501, 399],
    ]);
    expect(groups).toEqual([]);
  });

  it('of versions have stable above what is rolled out', () => {
    const { spans, rows } = draw([
      span(1400, 1500, 'canary'),
      span(1000, 1500, 'stable'),
      span(1501, 1900, 'stable'),
    ]);
    expect(spans.map(({ row, item }) => [item.band, row])).toEqual([
      ['stable', 0],
      ['canary', 1],
      ['stable', 0],
    ]);
    expect(rows).toBe(2);
  });
});

describe('marks of a lane', () => {
  it('that lie near to each other are one, the most urgent', () => {
    const { groups } = draw([
      mark(1001),
      mark(1005, 'degraded'),
      mark(1500),
      span(1600, 1601),
    ]);
    expect(groups.map(({ items, tone }) => [items.length, tone])).toEqual([
      [2, 'degraded'],
      [1, 'healthy'],
      [1, 'progressing'],
    ]);
  });

  it.each<[string, (index: number) => TimelineItem]>([
    ['marks', index => mark(1000 + index / 5)],
    ['short spans', index => span(1000 + index / 5, 1001 + index / 5)],
    ['long spans', index => span(1000, 1100 + index / 10)],
  ])('are few, and none is lost, with 5,000 %s', (_, item) => {
    const items = Array.from({ length: 5000 }, (__, index) => item(index));
    const { spans, groups } = draw(items);
    expect(groups.length).toBeLessThanOrEqual(WIDTH / 14 + 1);
    expect(spans.length + groups.length).toBeLessThan(200);
    const drawn = groups.reduce((sum, group) => sum + group.items.length, 0);
    expect(drawn + spans.length).toBe(5000);
  });
});

describe('what is at a place', () => {
  const picture = draw([
    span(1100, 1300),
    span(1200, 1400),
    mark(1500),
    mark(1530, 'degraded'),
  ]);
  const at = (x: number, row: number | 'marks') => {
    const shape = shapeAt(picture, { x, row });
    if (!shape) return undefined;
    return shape.shape === 'span' ? shape.item.id : shape.items[0].id;
  };
  it.each<[number, number | 'marks', string | undefined]>([
    [99, 0, undefined],
    [100, 0, 's1100-1300'],
    [250, 0, 's1100-1300'],
    [250, 1, 's1200-1400'],
    [250, 2, undefined],
    [497, 'marks', 'm1500'],
    [512, 'marks', undefined],
    [532, 'marks', 'm1530'],
    [250, 'marks', undefined],
  ])('%d px, row %s', (x, row, expected) => {
    expect(at(x, row)).toBe(expected);
  });
});

it.each([
  [undefined, 0],
  [500, 0],
  [1250, 250],
  [3000, WIDTH],
])('what is known from %s on is unknown up to %d px', (knownFrom, expected) => {
  expect(draw([], knownFrom).unknownUntil).toBe(expected);
});

const MINUTE = 60_000;
const START = Date.parse('2026-01-01T00:07:00Z');
it.each([
  [60 * MINUTE, 1000, 10 * MINUTE, false],
  [24 * 60 * MINUTE, 1000, 180 * MINUTE, false],
  [30 * 1440 * MINUTE, 1000, 5 * 1440 * MINUTE, true],
  [60 * MINUTE, 200, 30 * MINUTE, false],
])(
  'an axis of %d ms and %d px has ticks each %d ms',
  (length, width, step, days) => {
    const axis = axisTicks({ from: START, to: START + length }, width);
    expect(axis.ticks[1] - axis.ticks[0]).toBe(step);
    expect(axis.ticks[0] % step).toBe(0);
    expect(axis.ticks.length).toBeLessThanOrEqual(width / 96 + 1);
    expect(axis.days).toBe(days);
  },
);

const laneOf = (kind: ShownLane['kind'], items: TimelineItem[]): ShownLane => ({
  plugin: 'p',
  id: kind,
  kind,
  items,
});

it('the table has all that is shown, newest first', () => {
  const lanes = [
    laneOf('release', [span(1100, 1200), mark(1500)]),
    laneOf('fault', [mark(1300)]),
  ];
  expect(
    timelineRows(lanes).map(({ lane, item }) => [lane.kind, item.id]),
  ).toEqual([
    ['release', 'm1500'],
    ['fault', 'm1300'],
    ['release', 's1100-1200'],
  ]);
});

it('a source that did not answer is unknown in each of its lanes', () => {
  const missing = [
    {
      plugin: 'rollouts',
      title: 'releases and analysis',
      kinds: ['release' as const, 'analysis' as const],
      reason: 'no cluster answers',
    },
  ];
  expect(unknownKinds({ missing }, ['analysis'])).toEqual([
    {
      kind: 'release',
      title: 'releases and analysis',
      reason: 'no cluster answers',
    },
  ]);
});
