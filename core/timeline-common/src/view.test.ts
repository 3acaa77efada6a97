import { MAX_RANGE_MS, TimelineItem } from './types';
import {
  around,
  chartStep,
  focusId,
  moved,
  rangeOf,
  readView,
  TimelineView,
  writeView,
  zoomed,
} from './view';

const NOW = Date.parse('2026-01-15T14:00:00Z');
const MINUTE = 60_000;
const HOUR = 60 * MINUTE;
const DAY = 24 * HOUR;
const view = (more: Partial<TimelineView> = {}): TimelineView => ({
  range: '24h',
  hidden: [],
  opened: [],
  ...more,
});

describe('the address of a timeline', () => {
  it.each<[string, TimelineView]>([
    ['range=24h', view()],
    ['range=30d', view({ range: '30d' })],
    [
      `range=${NOW}-${NOW + HOUR}`,
      view({ range: { from: NOW, to: NOW + HOUR } }),
    ],
    ['range=24h&hide=fault%2Calert', view({ hidden: ['fault', 'alert'] })],
    ['range=24h&focus=a%2Fb', view({ focus: 'a/b' })],
    ['range=24h&open=a%2Cb', view({ opened: ['a', 'b'] })],
    [
      'range=24h&workload=gke%2Fshop%2Forders',
      view({ workload: 'gke/shop/orders' }),
    ],
  ])('%s is read and written', (text, expected) => {
    expect(readView(new URLSearchParams(text))).toEqual(expected);
    expect(writeView(expected, new URLSearchParams()).toString()).toBe(text);
  });

  it.each(['', 'range=2y', 'range=5-1', 'hide=x', `range=${NOW}-${NOW}`])(
    '%j is the default',
    text => {
      expect(readView(new URLSearchParams(text))).toEqual(view());
    },
  );

  it('keeps what else stands in it', () => {
    const search = new URLSearchParams('place=a&focus=old');
    expect(writeView(view(), search).toString()).toBe('place=a&range=24h');
  });

  it('takes no range longer than what is read', () => {
    const { range } = readView(
      new URLSearchParams(`range=${NOW - 400 * DAY}-${NOW}`),
    );
    expect(typeof range === 'string' ? 0 : range.to - range.from).toBe(
      MAX_RANGE_MS,
    );
  });

  it('names an item whatever its name holds', () => {
    expect(focusId({ plugin: 'a', id: 'b/c' }, { id: 'd e' })).toBe(
      'a/b%2Fc/d%20e',
    );
  });
});

const range = { from: NOW - 4 * HOUR, to: NOW };

it.each([
  ['half, around the middle', 0.5, undefined, [-3 * HOUR, -HOUR]],
  ['half, its end stays', 0.5, NOW, [-2 * HOUR, 0]],
  ['twice', 2, undefined, [-6 * HOUR, 2 * HOUR]],
  [
    'not below two minutes',
    0.0001,
    NOW - 2 * HOUR,
    [-121 * MINUTE, -119 * MINUTE],
  ],
])('zoom: %s', (_, factor, at, [from, to]) => {
  expect(zoomed(range, factor, at)).toEqual({ from: NOW + from, to: NOW + to });
});

it('moves by a share of its length', () => {
  expect(moved(range, -0.5)).toEqual({
    from: NOW - 6 * HOUR,
    to: NOW - 2 * HOUR,
  });
});

it('means the time before now', () => {
  expect(rangeOf('7d', NOW)).toEqual({ from: NOW - 7 * DAY, to: NOW });
  expect(rangeOf(range, NOW)).toBe(range);
});

const words = { id: '1', title: 'x', tone: 'healthy' as const };
it.each<[string, TimelineItem, number, number]>([
  ['a mark', { ...words, type: 'mark', at: NOW }, -30, 30],
  [
    'a span',
    { ...words, type: 'span', from: NOW - HOUR, to: NOW - 30 * MINUTE },
    -90,
    0,
  ],
  ['what lasts', { ...words, type: 'span', from: NOW - HOUR }, -90, 30],
])('half an hour around %s', (_, item, from, to) => {
  expect(around(item, NOW)).toEqual({
    from: NOW + from * MINUTE,
    to: NOW + to * MINUTE,
  });
});

it.each([
  ['an hour', HOUR, { step: 30 }],
  ['a day', DAY, { step: 600, window: '10m' }],
  ['30 days', 30 * DAY, { step: 21_600, window: '360m' }],
  ['90 days', 90 * DAY, { step: 54_000, window: '900m' }],
])('the points of %s', (_, length, expected) => {
  expect(chartStep({ from: NOW - length, to: NOW })).toEqual(expected);
});
