import { bucketQuantile } from './histogram';

const buckets = (...pairs: Array<[number, number]>) =>
  pairs.map(([bound, count]) => ({ bound, count }));

describe('bucketQuantile', () => {
  const usual = buckets([1, 10], [2, 30], [4, 90], [Infinity, 100]);

  it.each([
    [0.05, 0.5],
    [0.1, 1],
    [0.2, 1.5],
    [0.6, 3],
    [0.95, 4],
    [0, 0],
    [1, 4],
    [NaN, NaN],
    [-0.1, -Infinity],
    [1.1, Infinity],
  ])('%d of the usual buckets is %d', (quantile, expected) => {
    expect(bucketQuantile(quantile, usual)).toBe(expected);
  });

  it('takes buckets in any order and adds up the same bound', () => {
    expect(
      bucketQuantile(0.5, buckets([Infinity, 10], [2, 4], [1, 2], [2, 4])),
    ).toBe(1.5);
  });

  it('lifts counts that fall', () => {
    expect(
      bucketQuantile(0.9, buckets([1, 5], [2, 3], [3, 7.6], [Infinity, 8])),
    ).toBeCloseTo(2 + (7.2 - 5) / (7.6 - 5), 12);
  });

  it.each([
    ['no +Inf', buckets([1, 1], [2, 2])],
    ['only +Inf', buckets([Infinity, 5])],
    ['no observations', buckets([1, 0], [Infinity, 0])],
    ['no buckets', []],
  ])('is NaN with %s', (_, given) => {
    expect(bucketQuantile(0.5, given)).toBeNaN();
  });

  it('does not interpolate below zero', () => {
    expect(bucketQuantile(0.5, buckets([-1, 4], [0, 5], [Infinity, 6]))).toBe(
      -1,
    );
  });
});
