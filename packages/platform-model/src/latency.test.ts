import {
  LATENCY_BOUNDS_MS,
  bucketShares,
  latencyCdf,
  latencyMean,
} from './latency.ts';

const shape = { medianMs: 20, sigma: 0.5 };

describe('latency', () => {
  it.each([
    [20, 0.5],
    [20 * Math.exp(0.5), 0.8413],
    [20 * Math.exp(-0.5), 0.1587],
    [20 * Math.exp(0.5 * 1.6449), 0.95],
    [0, 0],
  ])('%d ms is not exceeded by a share of %d', (ms, share) => {
    expect(latencyCdf(shape, ms)).toBeCloseTo(share, 4);
  });

  it('has a mean above its median', () => {
    expect(latencyMean(shape)).toBeCloseTo(20 * Math.exp(0.125));
  });

  it('spreads every response over the buckets', () => {
    const shares = bucketShares(shape);
    expect(shares).toHaveLength(LATENCY_BOUNDS_MS.length + 1);
    expect(shares.every(share => share >= 0)).toBe(true);
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12);
  });
});
