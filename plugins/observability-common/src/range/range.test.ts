import {
  RangeChoice,
  readComparison,
  readRange,
  resolveRange,
  shifted,
  shiftOf,
  writeRange,
} from './range';

const NOW = Date.parse('2026-01-15T14:00:00Z');
const END = NOW / 1000;

describe('ranges in the address', () => {
  it.each<[string | null, RangeChoice]>([
    ['15m', { kind: 'preset', id: '15m' }],
    ['7d', { kind: 'preset', id: '7d' }],
    ['release', { kind: 'release' }],
    [
      '1768482000000-1768485600000',
      { kind: 'fixed', from: 1768482000000, to: 1768485600000 },
    ],
  ])('%s is read and written', (text, choice) => {
    expect(readRange(text)).toEqual(choice);
    expect(writeRange(choice)).toBe(text);
  });

  it.each([null, '', '2h', '1768485600000-1768482000000', '1-2', '"}'])(
    '%j is the default',
    text => {
      expect(readRange(text)).toEqual({ kind: 'preset', id: '1h' });
    },
  );

  it('reads what to compare with', () => {
    expect(readComparison('7d')).toBe('7d');
    expect(readComparison('soon')).toBe('off');
  });
});

describe('resolveRange', () => {
  const released = new Date(NOW - 3600_000).toISOString();
  it.each<[string, RangeChoice, string | undefined, object]>([
    [
      '15 min',
      { kind: 'preset', id: '15m' },
      undefined,
      { start: END - 900, end: END, live: true, step: 10 },
    ],
    [
      '6 h with a window of its step',
      { kind: 'preset', id: '6h' },
      undefined,
      { start: END - 21_600, end: END, live: true, step: 180, window: '3m' },
    ],
    [
      '7 days stand still',
      { kind: 'preset', id: '7d' },
      undefined,
      {
        start: END - 604_800,
        end: END,
        live: false,
        step: 7200,
        window: '120m',
      },
    ],
    [
      'since the release',
      { kind: 'release' },
      released,
      { start: END - 4500, end: END, live: true, step: 30 },
    ],
    [
      'a release that is not known',
      { kind: 'release' },
      undefined,
      { start: END - 3600, end: END, live: true, step: 30 },
    ],
    [
      'fixed',
      { kind: 'fixed', from: NOW - 60_500, to: NOW },
      undefined,
      { start: END - 61, end: END, live: false, step: 10 },
    ],
    [
      'a fixed year',
      { kind: 'fixed', from: NOW - 365 * 86_400_000, to: NOW },
      undefined,
      {
        start: END - 365 * 86_400,
        end: END,
        live: false,
        step: 212_400,
        window: '3540m',
      },
    ],
  ])('%s', (_, choice, releasedAt, range) => {
    expect(resolveRange(choice, NOW, releasedAt)).toEqual(range);
  });
});

describe('earlier periods', () => {
  it('lie a period, a day or a week before', () => {
    const range = { start: 1000, end: 1600 };
    expect(shiftOf('off', range)).toBeUndefined();
    expect(shiftOf('before', range)).toBe(600);
    expect(shiftOf('7d', range)).toBe(604_800);
    expect(
      shifted(
        [
          [400, 1],
          [410, null],
        ],
        600,
      ),
    ).toEqual([
      [1000, 1],
      [1010, null],
    ]);
  });
});
