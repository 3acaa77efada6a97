import { Points } from './series';
import { GoldenMetric } from './types';

/** Fewest measured samples from which a band is made. */
export const MIN_BASELINE = 3;

/** Which way a metric is good, and how far beyond its baseline it is still taken as the same. */
interface Rule {
  good: 'low' | 'high';
  /** Tolerance as a share of the value, or in the unit of the metric. */
  share?: number;
  absolute?: number;
}

const LATENCY: Rule = { good: 'low', share: 0.1 };
const RULES: Record<GoldenMetric, Rule> = {
  // Half a percentage point: a share of a share would be too narrow near 100 %.
  successRate: { good: 'high', absolute: 0.005 },
  requestRate: { good: 'high', share: 0.1 },
  latencyP50: LATENCY,
  latencyP95: LATENCY,
  latencyP99: LATENCY,
};

/** What a metric may be to count as it was before. */
export interface Band {
  good: 'low' | 'high';
  /** The worst value that is still in the band. */
  limit: number;
  /** Measured samples of the baseline. */
  samples: number;
}

/**
 * The band of a metric by what it was before: the worst sample of the baseline
 * and 10 % (of the success rate half a percentage point). Undefined with fewer
 * than {@link MIN_BASELINE} measured samples.
 *
 * @param baseline - Unix seconds, ends included
 */
export function bandOf(
  metric: GoldenMetric,
  points: Points,
  baseline: { from: number; to: number },
): Band | undefined {
  const values = points.flatMap(([time, value]) =>
    time >= baseline.from && time <= baseline.to && value !== null
      ? [value]
      : [],
  );
  if (values.length < MIN_BASELINE) return undefined;
  const { good, share = 0, absolute = 0 } = RULES[metric];
  const worst = good === 'low' ? Math.max(...values) : Math.min(...values);
  const room = worst * share + absolute;
  return {
    good,
    limit: good === 'low' ? worst + room : worst - room,
    samples: values.length,
  };
}

/** Whether a value is as it was before. */
export function inBand({ good, limit }: Band, value: number): boolean {
  return good === 'low' ? value <= limit : value >= limit;
}

/** What a metric did in a time: left its band (with the worst value), stayed, or nobody knows. */
export type Movement =
  | { state: 'moved'; worst: number; at: number }
  | { state: 'stayed'; samples: number }
  | { state: 'unknown'; reason: string };

/**
 * Whether a metric left its band.
 *
 * @param time - Unix seconds, ends included
 */
export function movement(
  points: Points,
  band: Band | undefined,
  time: { from: number; to: number },
): Movement {
  if (!band) {
    return { state: 'unknown', reason: 'too few samples before it' };
  }
  const measured = points.filter(
    (point): point is [number, number] =>
      point[0] >= time.from && point[0] <= time.to && point[1] !== null,
  );
  if (measured.length === 0) {
    return { state: 'unknown', reason: 'no samples while it lasted' };
  }
  const outside = measured.filter(([, value]) => !inBand(band, value));
  if (outside.length === 0) {
    return { state: 'stayed', samples: measured.length };
  }
  const [at, worst] = outside.reduce((a, b) =>
    (band.good === 'low' ? b[1] > a[1] : b[1] < a[1]) ? b : a,
  );
  return { state: 'moved', worst, at };
}
