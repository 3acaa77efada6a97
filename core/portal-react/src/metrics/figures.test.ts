import { differenceWords, medianOf, medianWords } from './figures';

describe('medians', () => {
  it.each<[Array<[number, number | null]>, number | undefined, string]>([
    [
      [
        [1, 3],
        [2, 1],
        [3, 100],
      ],
      3,
      '3 ms',
    ],
    [
      [
        [1, 1],
        [2, 2],
        [3, null],
      ],
      1.5,
      '1.50 ms',
    ],
    [[[1, null]], undefined, 'no traffic'],
    [[], undefined, 'unknown'],
  ])('of %j', (points, median, words) => {
    expect(medianOf(points)).toBe(median);
    expect(medianWords(points, 'ms')).toBe(words);
  });

  it.each([
    ['latencyP95', 150, 100, '+50 %'],
    ['latencyP95', 50, 100, '−50 %'],
    ['successRate', 0.99, 1, '−1 pp'],
    ['successRate', 1, 1, '±0 pp'],
    ['requestRate', 5, 0, undefined],
    ['requestRate', undefined, 5, undefined],
  ] as const)('%s of %s against %s is %s', (metric, value, other, words) => {
    expect(differenceWords(metric, value, other)?.replace('\u00a0', ' ')).toBe(
      words,
    );
  });
});
