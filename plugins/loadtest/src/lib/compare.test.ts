import { compared, run, sample } from '../__testUtils__/fixtures';
import {
  compareSearch,
  overlaid,
  parseCompareQuery,
  withoutRun,
  withRun,
} from './compareQuery';
import { changeOf, differenceText } from './figures';
import { trendGroups } from './trend';

const read = (text: string) => parseCompareQuery(new URLSearchParams(text));

describe('the address of a comparison', () => {
  it.each([
    ['runs=a,b', { runs: ['a', 'b'], from: [0, 0] }],
    [
      'runs=a,b&from=0,30&seconds=60',
      { runs: ['a', 'b'], from: [0, 30], seconds: 60 },
    ],
    ['runs=a,a,b&from=x,-3', { runs: ['a', 'b'], from: [0, 0] }],
    [
      'runs=a,b,c,d,e,f',
      { runs: ['a', 'b', 'c', 'd', 'e'], from: [0, 0, 0, 0, 0] },
    ],
    ['', { runs: [], from: [] }],
  ])('%s', (text, query) => {
    expect(read(text)).toEqual(query);
    expect(read(compareSearch(query))).toEqual(query);
  });

  it('takes runs in and out with their windows', () => {
    const two = read('runs=a,b&from=5,30');
    expect(withRun(two, 'c')).toMatchObject({
      runs: ['a', 'b', 'c'],
      from: [5, 30, 0],
    });
    expect(withRun(two, 'a')).toBe(two);
    expect(withoutRun(two, 'a')).toMatchObject({ runs: ['b'], from: [30] });
  });
});

describe('runs over one axis', () => {
  it('are moved so that their windows start together', () => {
    const runs = [
      compared('a', { points: [sample(5), sample(15)] }),
      compared('b', { points: [sample(5, { p95: undefined })] }),
    ];
    const { series, windowStart } = overlaid(runs, [0, 8], ({ p95 }) => p95);
    expect(windowStart).toBe(8);
    expect(series.map(({ points }) => points)).toEqual([
      [
        [18, 281],
        [38, 281],
      ],
      [[10, null]],
    ]);
    expect(new Set(series.map(({ colour }) => colour)).size).toBe(2);
  });
});

describe('differences', () => {
  it.each([
    [{}, 'ms', undefined],
    [{ value: 5 }, 'ms', undefined],
    [{ value: 5, difference: 0, share: 0 }, 'ms', 'equal'],
    [{ value: 250, difference: 50, share: 0.25 }, 'ms', '+50 ms (+25 %)'],
    [{ value: 150, difference: -50, share: -0.25 }, 'ms', '−50 ms (−25 %)'],
    [{ value: 0.03, difference: 0.02, share: 2 }, 'ratio', '+2 points'],
    [{ value: 5, difference: 5 }, 'req/s', '+5 req/s'],
  ])('of %j in %s', (beside, unit, text) => {
    expect(differenceText(beside, unit)).toBe(text);
  });

  it.each([
    [{ difference: 50, share: 0.25 }, 'more', 'worse'],
    [{ difference: 50, share: 0.25 }, 'less', 'better'],
    [{ difference: -50, share: -0.25 }, 'more', 'better'],
    [{ difference: 1, share: 0.01 }, 'more', undefined],
    [{ difference: 5 }, 'more', 'worse'],
    [{ difference: 50, share: 0.25 }, undefined, undefined],
    [{}, 'more', undefined],
  ] as const)('%j where %s is worse', (beside, worse, change) => {
    expect(changeOf(beside, worse)).toBe(change);
  });
});

describe('trends', () => {
  const ended = (id: string, p95: number | undefined, rest = {}) =>
    run({
      id,
      state: 'finished',
      ...(p95 === undefined
        ? {}
        : { summary: { requests: 10, requestsPerSecond: 1, p95 } }),
      ...rest,
    });

  it('group what can be compared, each run beside the one before', () => {
    const groups = trendGroups([
      ended('c', 300),
      run({ id: 'running' }),
      ended('b', 200),
      ended('other', 90, { profile: 'load' }),
      ended('a', undefined),
    ]);
    expect(groups.map(({ rows }) => rows.map(one => one.run.id))).toEqual([
      ['c', 'b', 'a'],
      ['other'],
    ]);
    const [{ rows, p95, label }] = groups;
    expect(label).toBe('Spike, 80 users, eks-stage/ecommerce');
    expect(rows[0]).toMatchObject({
      before: 'b',
      figures: { p95: { value: 300, difference: 100, share: 0.5 } },
    });
    expect(rows[1].figures.p95).toEqual({ value: 200 });
    expect(rows[2].figures.p95).toEqual({});
    expect(p95.map(([, value]) => value)).toEqual([null, 200, 300]);
  });
});
