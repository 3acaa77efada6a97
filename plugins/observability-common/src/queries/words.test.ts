import { latencyWords, SaidLatency, saidLatency } from './latency';
import { Answered, Reading, readingOf } from './reading';
import { splitOf } from './split';
import { ROUTE_BOUNDS_S } from './table';

describe('saidLatency', () => {
  it.each<[number, SaidLatency, string]>([
    [0.031, { state: 'at-most', ms: 50 }, '≤ 50 ms'],
    [0.31, { state: 'at-most', ms: 500 }, '≤ 500 ms'],
    [0.875, { state: 'measured', ms: 875 }, '875 ms'],
    [4, { state: 'at-most', ms: 10_000 }, '≤ 10,000 ms'],
    [10, { state: 'more-than', ms: 10_000 }, '> 10,000 ms'],
    [NaN, { state: 'no-traffic' }, 'no traffic'],
  ])('%d s of a route', (value, said, words) => {
    expect(saidLatency(value, ROUTE_BOUNDS_S, 0.001)).toEqual(said);
    expect(latencyWords(said).replace(/\u00a0/g, ' ')).toBe(words);
  });
});

describe('readingOf', () => {
  const up: Answered = { value: 2 };
  const none: Answered = { value: undefined };
  it.each<[string, Answered, Answered, Reading]>([
    ['a figure', { value: 0 }, up, { state: 'measured', value: 0 }],
    ['NaN', { value: NaN }, up, { state: 'no-traffic' }],
    ['nothing, and a proxy is scraped', none, up, { state: 'no-traffic' }],
    [
      'nothing, and no proxy is scraped',
      none,
      none,
      { state: 'unknown', reason: 'No Linkerd proxy of it is scraped' },
    ],
    [
      'an error',
      { error: 'it is down' },
      up,
      { state: 'unknown', reason: 'it is down' },
    ],
    [
      'nothing, and proxies are not known',
      none,
      { error: 'it is down' },
      { state: 'unknown', reason: 'it is down' },
    ],
  ])('%s', (_, answer, proxies, reading) => {
    expect(readingOf(answer, proxies)).toEqual(reading);
  });
});

describe('splitOf', () => {
  const refs = [
    { name: 'stable', weight: 80 },
    { name: 'canary', weight: 20 },
  ];
  it('compares wanted and seen shares', () => {
    expect(
      splitOf(
        refs,
        new Map([
          ['stable', 30],
          ['canary', 10],
        ]),
      ),
    ).toEqual([
      { backend: 'canary', requestRate: 10, desired: 0.2, observed: 0.25 },
      { backend: 'stable', requestRate: 30, desired: 0.8, observed: 0.75 },
    ]);
  });

  it('takes a weight that is missing as 1, and all weights of 0 as nothing wanted', () => {
    expect(
      splitOf([{ name: 'a' }, { name: 'b', weight: 3 }], undefined),
    ).toEqual([
      { backend: 'a', desired: 0.25 },
      { backend: 'b', desired: 0.75 },
    ]);
    expect(splitOf([{ name: 'a', weight: 0 }], new Map())).toEqual([
      { backend: 'a', requestRate: 0, desired: 0 },
    ]);
  });

  it('names a backend that gets traffic and is not in the route', () => {
    expect(splitOf(refs.slice(0, 1), new Map([['old', 5]]))).toEqual([
      { backend: 'old', requestRate: 5, observed: 1 },
      { backend: 'stable', requestRate: 0, desired: 1, observed: 0 },
    ]);
  });
});
