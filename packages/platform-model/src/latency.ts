/** Upper bounds in milliseconds of the Linkerd proxy's latency histogram; +Inf follows. */
export const LATENCY_BOUNDS_MS: readonly number[] = [
  1, 2, 3, 4, 5, 10, 20, 30, 40, 50, 100, 200, 300, 400, 500, 1_000, 2_000,
  3_000, 4_000, 5_000, 10_000, 20_000, 30_000, 40_000, 50_000,
];

/** A log-normal distribution of latency. */
export interface LatencyShape {
  medianMs: number;
  sigma: number;
}

/** Error function, by Abramowitz and Stegun 7.1.26 (error below 1.5e-7). */
function erf(x: number): number {
  const t = 1 / (1 + 0.3275911 * Math.abs(x));
  const poly =
    ((((1.061405429 * t - 1.453152027) * t + 1.421413741) * t - 0.284496736) *
      t +
      0.254829592) *
    t;
  const value = 1 - poly * Math.exp(-x * x);
  return x < 0 ? -value : value;
}

/** Share of responses that take at most `ms` milliseconds. */
export function latencyCdf(shape: LatencyShape, ms: number): number {
  if (ms <= 0) {
    return 0;
  }
  const z = Math.log(ms / shape.medianMs) / shape.sigma;
  return 0.5 * (1 + erf(z / Math.SQRT2));
}

/** Mean of the distribution in milliseconds. */
export function latencyMean(shape: LatencyShape): number {
  return shape.medianMs * Math.exp(shape.sigma ** 2 / 2);
}

/** Share of responses in each bucket (not cumulative), +Inf last; the shares add up to 1. */
export function bucketShares(shape: LatencyShape): number[] {
  const shares: number[] = [];
  let below = 0;
  for (const bound of LATENCY_BOUNDS_MS) {
    const upTo = latencyCdf(shape, bound);
    shares.push(upTo - below);
    below = upTo;
  }
  shares.push(1 - below);
  return shares;
}

/**
 * One response time of the distribution in milliseconds, by Box and Muller.
 *
 * @param first - evenly distributed in [0, 1), as is `second`; the same two give the same time
 */
export function drawLatency(
  { medianMs, sigma }: LatencyShape,
  first: number,
  second: number,
): number {
  const normal =
    Math.sqrt(-2 * Math.log(Math.max(1e-9, first))) *
    Math.cos(2 * Math.PI * second);
  return medianMs * Math.exp(sigma * normal);
}
