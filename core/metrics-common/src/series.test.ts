import { appendMeasurements, coverage, Points } from './series';
import { Measurement } from './types';

describe('appendMeasurements', () => {
  const points: Points = [
    [100, 1],
    [110, 2],
  ];
  const at = (seconds: number) => new Date(seconds * 1000).toISOString();
  it.each<[string, Measurement[], number, Points]>([
    [
      'newer values',
      [
        { state: 'measured', value: 3, at: at(121), over: '1m' },
        { state: 'measured', value: 4, at: at(134), over: '1m' },
      ],
      60,
      [...points, [120, 3], [130, 4]],
    ],
    [
      'no traffic as a gap',
      [{ state: 'no-traffic', at: at(120), over: '1m' }],
      60,
      [...points, [120, null]],
    ],
    [
      'points that are too old go',
      [{ state: 'measured', value: 3, at: at(165), over: '1m' }],
      50,
      [
        [110, 2],
        [160, 3],
      ],
    ],
    ['nothing for unknown', [{ state: 'unknown', reason: 'down' }], 60, points],
    [
      'nothing within the same step',
      [{ state: 'measured', value: 9, at: at(119), over: '1m' }],
      60,
      points,
    ],
    ['nothing for nothing', [], 60, points],
  ])('%s', (_, measurements, windowSeconds, expected) =>
    expect(
      appendMeasurements(points, measurements, {
        windowSeconds,
        stepSeconds: 10,
      }),
    ).toEqual(expected),
  );

  it('begins an empty series', () => {
    expect(
      appendMeasurements(
        [],
        [{ state: 'measured', value: 1, at: at(5), over: '1m' }],
        {
          windowSeconds: 60,
          stepSeconds: 10,
        },
      ),
    ).toEqual([[0, 1]]);
  });
});

describe('coverage', () => {
  const range = { start: 100, end: 130, step: 10 };
  it.each<[string, Points, [number, number, number]]>([
    ['nothing known', [], [0, 0, 4]],
    [
      'no traffic apart from what is not known',
      [
        [90, 1],
        [100, 1],
        [110, null],
      ],
      [1, 1, 2],
    ],
  ])('%s', (_, points, [measured, noTraffic, unknown]) => {
    expect(coverage(points, range)).toEqual({ measured, noTraffic, unknown });
  });
});
