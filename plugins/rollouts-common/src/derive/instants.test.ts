import {
  compareInstants,
  compareLatest,
  earliestOf,
  instantOf,
  isSameInstant,
  latestOf,
} from './instants';

const UTC = '2026-01-10T02:30:00Z';

describe('instants', () => {
  it.each([
    [UTC, UTC, true],
    ['2026-01-10T04:30:00+02:00', UTC, true],
    ['2026-01-09T21:30:00-05:00', UTC, true],
    ['2026-01-10T02:30:00+00:00', UTC, true],
    ['2026-01-10T02:30:00.000000Z', UTC, true],
    ['2026-01-10T02:30:00.5Z', UTC, false],
    ['2026-01-10T04:30:00Z', UTC, false],
    ['tonight', 'tonight', false],
    [undefined, undefined, false],
  ])('%p and %p are the same: %p', (a, b, same) => {
    expect(isSameInstant(a, b)).toBe(same);
  });

  it.each(['2026-01-10', '2026-01-10T02:30:00', 'tonight', '', undefined])(
    '%p is no instant',
    text => {
      expect(instantOf(text)).toBeUndefined();
    },
  );

  const mixed = [
    '2026-01-10T05:00:00+02:00', // 03:00 UTC
    'tonight',
    '2026-01-10T02:30:00Z',
    undefined,
    '2026-01-10T02:30:00.250001Z',
    '2026-01-10T02:30:00.250Z',
  ];
  it('orders by instant; what is no time comes last both ways', () => {
    expect([...mixed].sort(compareInstants).slice(0, 4)).toEqual([
      '2026-01-10T02:30:00Z',
      '2026-01-10T02:30:00.250Z',
      '2026-01-10T02:30:00.250001Z',
      '2026-01-10T05:00:00+02:00',
    ]);
    expect([...mixed].sort(compareLatest).slice(0, 4)).toEqual([
      '2026-01-10T05:00:00+02:00',
      '2026-01-10T02:30:00.250001Z',
      '2026-01-10T02:30:00.250Z',
      '2026-01-10T02:30:00Z',
    ]);
  });

  it('finds the first and the last', () => {
    expect(earliestOf(mixed)).toBe('2026-01-10T02:30:00Z');
    expect(latestOf(mixed)).toBe('2026-01-10T05:00:00+02:00');
    expect(earliestOf(['tonight', undefined])).toBeUndefined();
    expect(latestOf([])).toBeUndefined();
  });
});
