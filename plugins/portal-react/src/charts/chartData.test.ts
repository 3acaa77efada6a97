import { describeSeries, newest, toRows, valueDomain } from './chartData';
import { sparklinePath } from './sparklinePath';
import { ChartSeries } from './types';

const series = (id: string, points: ChartSeries['points']): ChartSeries => ({
  id,
  label: id,
  colour: 'neutral',
  points,
});

describe('toRows', () => {
  it('joins series on their times, oldest first', () => {
    expect(
      toRows([
        series('a', [
          [20, 2],
          [10, 1],
        ]),
        series('b', [
          [10, null],
          [30, 3],
        ]),
      ]),
    ).toEqual([
      { time: 10, values: { a: 1, b: null } },
      { time: 20, values: { a: 2 } },
      { time: 30, values: { b: 3 } },
    ]);
  });
});

describe('valueDomain', () => {
  it.each<[string, ChartSeries[], number[], [number, number]]>([
    ['nothing', [], [], [0, 1]],
    ['nothing measured', [series('a', [[1, null]])], [], [0, 1]],
    [
      'values',
      [
        series('a', [
          [1, 100],
          [2, 200],
        ]),
      ],
      [],
      [92, 208],
    ],
    ['limits count', [series('a', [[1, 100]])], [200], [92, 208]],
    [
      'never below zero for what is not',
      [
        series('a', [
          [1, 0],
          [2, 100],
        ]),
      ],
      [],
      [0, 108],
    ],
    ['one value has room', [series('a', [[1, 100]])], [], [92, 108]],
    [
      'below zero',
      [
        series('a', [
          [1, -100],
          [2, 100],
        ]),
      ],
      [],
      [-116, 116],
    ],
  ])('%s', (_name, all, limits, expected) => {
    const domain = valueDomain(
      all,
      limits.map(value => ({ label: '', value })),
    );
    expect(domain[0]).toBeCloseTo(expected[0]);
    expect(domain[1]).toBeCloseTo(expected[1]);
  });

  it('grows downwards to the least span', () => {
    const steady = [
      series('a', [
        [1, 0.998],
        [2, 1],
      ]),
    ];
    const [low, high] = valueDomain(steady, [], 0.01);
    expect(low).toBeCloseTo(0.9892);
    expect(high).toBeCloseTo(1.0008);
  });
});

describe('describeSeries', () => {
  it('says now, lowest and highest with the unit', () => {
    expect(
      describeSeries(
        'success rate',
        [
          [1, 0.9],
          [2, 0.95],
          [3, null],
        ],
        'ratio',
      ),
    ).toBe('success rate: now 95 %, lowest 90 %, highest 95 %');
  });

  it('says when nothing was measured, and does not say zero', () => {
    expect(describeSeries('p95', [[1, null]], 'ms')).toBe(
      'p95: nothing measured',
    );
    expect(newest([[1, null]])).toBeUndefined();
  });
});

describe('sparklinePath', () => {
  it.each<[string, ChartSeries['points'], string]>([
    ['nothing', [], ''],
    ['nothing measured', [[1, null]], ''],
    ['one value is a dot in the middle', [[1, 5]], 'M50 10h0'],
    [
      'a line from edge to edge',
      [
        [0, 0],
        [10, 10],
      ],
      'M2 18L98 2',
    ],
    [
      'a flat line in the middle',
      [
        [0, 5],
        [10, 5],
      ],
      'M2 10L98 10',
    ],
    [
      'a gap, and a lone value after it',
      [
        [0, 0],
        [5, null],
        [10, 10],
      ],
      'M2 18h0M98 2h0',
    ],
  ])('%s', (_name, points, expected) => {
    expect(sparklinePath(points, 100, 20)).toBe(expected);
  });
});
