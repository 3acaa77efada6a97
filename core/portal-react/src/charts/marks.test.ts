import { notesByRow, placeMarks, timeDomain } from './marks';
import { ChartSeries } from './types';

const series = (...times: number[]): ChartSeries => ({
  id: 'a',
  label: 'a',
  colour: 'neutral',
  points: times.map(time => [time, 1] as const),
});

describe('timeDomain', () => {
  const marks = {
    markers: [{ time: 5, label: 'm' }],
    spans: [{ from: 20, to: 90, label: 's' }],
  };
  it.each<
    [string, ChartSeries[], [number, number] | undefined, number[] | undefined]
  >([
    ['what was asked for', [series(10, 20)], [0, 50], [0, 50]],
    ['what was measured, not the marks', [series(30, 40)], undefined, [30, 40]],
    ['the marks where nothing was measured', [], undefined, [5, 90]],
  ])('%s', (_name, all, wanted, expected) => {
    expect(timeDomain(all, marks, wanted)).toEqual(expected);
  });

  it('is absent where there is nothing', () => {
    expect(timeDomain([series()], {})).toBeUndefined();
  });
});

describe('placeMarks', () => {
  it('numbers what is in sight by time and leaves out the rest', () => {
    const placed = placeMarks(
      {
        markers: [
          { time: 150, label: 'deployed' },
          { time: 99, label: 'before' },
          { time: 201, label: 'after' },
        ],
        spans: [
          { from: 120, to: 180, label: 'delay', state: 'degraded' },
          { from: 10, to: 99, label: 'earlier' },
        ],
      },
      [100, 200],
    );
    expect(placed).toEqual([
      {
        number: 1,
        kind: 'span',
        label: 'delay',
        state: 'degraded',
        from: 120,
        to: 180,
        drawn: [120, 180],
        lane: 0,
      },
      {
        number: 2,
        kind: 'marker',
        label: 'deployed',
        state: 'unknown',
        from: 150,
        to: 150,
        drawn: [150, 150],
        lane: 0,
      },
    ]);
  });

  it('cuts a span at the ends of the axis, and keeps the times as given', () => {
    const spans = [
      { from: 50, to: 300, label: 'long' },
      { from: 150, label: 'lasts' },
    ];
    const [long, lasts] = placeMarks({ spans }, [100, 200]);
    expect(long).toMatchObject({ from: 50, to: 300, drawn: [100, 200] });
    expect(lasts).toMatchObject({ from: 150, drawn: [150, 200] });
    expect(lasts).not.toHaveProperty('to');
  });

  it('gives numbers that are near to each other rows of their own', () => {
    const markers = [100, 101, 102, 150].map(time => ({ time, label: 'm' }));
    expect(placeMarks({ markers }, [100, 200]).map(mark => mark.lane)).toEqual([
      0, 1, 2, 0,
    ]);
  });
});

describe('notesByRow', () => {
  it.each<[string, { from: number; to?: number }, number[]]>([
    ['rows that it covers', { from: 20, to: 30 }, [20, 30]],
    ['between two rows: the later', { from: 21, to: 22 }, [30]],
    ['a moment at a row', { from: 20, to: 20 }, [20]],
    ['while it lasts', { from: 25 }, [30, 40]],
    ['before the first row', { from: 1, to: 2 }, [10]],
    ['after the last row', { from: 50 }, [40]],
  ])('%s', (_name, mark, expected) => {
    const times = [10, 20, 30, 40];
    const notes = notesByRow(
      times,
      placeMarks({ spans: [{ ...mark, label: 'x' }] }, [0, 100]),
    );
    expect(times.filter((_time, n) => notes[n].includes('x'))).toEqual(
      expected,
    );
  });

  it('has nothing to say without rows', () => {
    expect(
      notesByRow(
        [],
        placeMarks({ markers: [{ time: 1, label: 'x' }] }, [0, 2]),
      ),
    ).toEqual([]);
  });
});
