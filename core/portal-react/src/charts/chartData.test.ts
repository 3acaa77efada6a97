import {
  describeSeries,
  newest,
  tickText,
  toRows,
  valueAxis,
} from './chartData';
import { leastSpan, sparklinePath } from './sparklinePath';
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

describe('valueAxis', () => {
  const of = (...values: number[]) => [
    series(
      'a',
      values.map((value, n) => [n, value] as const),
    ),
  ];
  it.each<[string, ChartSeries[], number[], string, number[]]>([
    ['nothing', [], [], 'ms', [0, 0.5, 1, 1.5]],
    [
      'nothing measured',
      [series('a', [[1, null]])],
      [],
      'ms',
      [0, 0.5, 1, 1.5],
    ],
    ['values', of(100, 200), [], 'ms', [50, 100, 150, 200, 250]],
    ['limits count', of(100), [200], 'ms', [50, 100, 150, 200, 250]],
    ['values from zero', of(0, 100), [], 'ms', [0, 50, 100, 150]],
    ['one value has room', of(100), [], 'ms', [90, 95, 100, 105, 110]],
    ['a flat zero', of(0), [], 'req/s', [0, 0.25, 0.5, 0.75, 1]],
    ['below zero', of(-100, 100), [], '', [-200, -100, 0, 100, 200]],
    [
      'a ratio ends at 100 %',
      of(0.95, 1),
      [0.95],
      'ratio',
      [0.94, 0.96, 0.98, 1],
    ],
    [
      'a steady ratio is not blown up',
      of(0.9985, 0.9995),
      [],
      'ratio',
      [0.985, 0.99, 0.995, 1],
    ],
    ['a flat ratio of 100 %', of(1), [], 'ratio', [0.985, 0.99, 0.995, 1]],
  ])('%s', (_name, all, limits, unit, ticks) => {
    const axis = valueAxis(
      all,
      limits.map(value => ({ label: '', value })),
      unit,
    );
    expect(axis.ticks).toEqual(ticks);
    expect(axis.domain).toEqual([ticks[0], ticks[ticks.length - 1]]);
  });
});

describe('tickText', () => {
  it.each<[number, string, number, string]>([
    [0.985, 'ratio', 0.005, '98.5'],
    [1, 'ratio', 0.005, '100'],
    [43.5, 'req/s', 0.5, '43.5'],
    [0, 'ms', 50, '0'],
    [1200, 'ms', 100, '1200'],
    [1232.5, 'ms', 2.5, '1232.5'],
    [1235, 'ms', 2.5, '1235'],
    [0.00025, '', 0.00005, '0.00025'],
    [-0.5, '', 0.5, '-0.5'],
  ])('%d in %s with a step of %d is %s', (value, unit, step, text) => {
    expect(tickText(value, unit, { step })).toBe(text);
  });

  it.each(['ms', 'ratio', ''])('no two marks are alike in %s', unit => {
    for (let low = 1e-4; low < 1e6; low *= 3.7) {
      for (const share of [0.0001, 0.003, 0.02, 0.4, 3]) {
        const axis = valueAxis(
          [
            series('a', [
              [0, low],
              [1, low * (1 + share)],
            ]),
          ],
          [],
          unit,
        );
        const texts = axis.ticks.map(tick => tickText(tick, unit, axis));
        expect(new Set(texts).size).toBe(texts.length);
        const scale = unit === 'ratio' ? 100 : 1;
        axis.ticks.forEach((tick, index) =>
          expect(Number(texts[index])).toBeCloseTo(tick * scale, 9),
        );
      }
    }
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

  it.each<[string, string, ChartSeries['points'], string]>([
    [
      'little noise stays little',
      'ratio',
      [
        [0, 0.998],
        [10, 1],
      ],
      'M2 11.6L98 8.4',
    ],
    [
      'a fall fills the height',
      'ratio',
      [
        [0, 1],
        [10, 0.9],
      ],
      'M2 2L98 18',
    ],
    [
      'a fifth of a latency fills the height',
      'ms',
      [
        [0, 80],
        [10, 100],
      ],
      'M2 18L98 2',
    ],
    [
      'a tenth of a latency fills half of it',
      'ms',
      [
        [0, 90],
        [10, 100],
      ],
      'M2 14L98 6',
    ],
    ['zero stays in the middle', 'ms', [[0, 0]], 'M50 10h0'],
  ])('%s', (_name, unit, points, expected) => {
    expect(sparklinePath(points, 100, 20, leastSpan(points, unit))).toBe(
      expected,
    );
  });
});
