/** A percentile as it may be said: a figure within a fine bucket, or the bucket itself. */
export type SaidLatency =
  | { state: 'measured'; ms: number }
  /** Somewhere up to here: the bucket is too wide for a figure in it. */
  | { state: 'at-most'; ms: number }
  /** Beyond the last bound: the histogram cannot say by how much. */
  | { state: 'more-than'; ms: number }
  /** No observations. */
  | { state: 'no-traffic' };

/** A bucket whose width is more than this share of its upper bound is said as a bound. */
const COARSE = 0.55;

/**
 * What `histogram_quantile` may be said to know. It interpolates linearly in a
 * bucket: with bounds of 0.05 and 0.5 s a p95 of 0.31 s is no measurement. It
 * returns the last bound for whatever lies above it, and NaN without observations.
 *
 * @param value - in the unit of the bounds
 * @param bounds - upper bounds without +Inf, ascending
 * @param perMs - how many of the unit are a millisecond: 1 for ms, 0.001 for s
 */
export function saidLatency(
  value: number,
  bounds: readonly number[],
  perMs = 1,
): SaidLatency {
  if (Number.isNaN(value)) return { state: 'no-traffic' };
  const ms = (one: number) => Number((one / perMs).toPrecision(12));
  const last = bounds[bounds.length - 1];
  if (value >= last) return { state: 'more-than', ms: ms(last) };
  const index = bounds.findIndex(bound => value <= bound);
  const upper = bounds[index];
  const lower = index === 0 ? 0 : bounds[index - 1];
  return (upper - lower) / upper > COARSE
    ? { state: 'at-most', ms: ms(upper) }
    : { state: 'measured', ms: ms(value) };
}

const SPACE = '\u00a0';
const DIGITS = new Intl.NumberFormat('en', { maximumSignificantDigits: 3 });

/** In words: `131 ms`, `≤ 500 ms`, `> 10,000 ms`, `no traffic`. */
export function latencyWords(said: SaidLatency): string {
  if (said.state === 'no-traffic') return 'no traffic';
  const figure = `${DIGITS.format(said.ms)}${SPACE}ms`;
  switch (said.state) {
    case 'at-most':
      return `≤${SPACE}${figure}`;
    case 'more-than':
      return `>${SPACE}${figure}`;
    default:
      return figure;
  }
}
