import { dropLabels, labelsKey, METRIC_NAME, perLabels } from './labels';
import { parseFloatStrictly, Sample } from './values';
import { Labels } from './types';

interface Bucket {
  bound: number;
  count: number;
}

/**
 * Quantile of a histogram with cumulative buckets, linear inside a bucket.
 * NaN without a bucket `+Inf`, with fewer than two buckets or without
 * observations; in the last bucket the bound of the one before it.
 *
 * @see bucketQuantile in promql/quantile.go of Prometheus
 */
export function bucketQuantile(quantile: number, unsorted: Bucket[]): number {
  if (Number.isNaN(quantile)) {
    return NaN;
  }
  if (quantile < 0) {
    return -Infinity;
  }
  if (quantile > 1) {
    return Infinity;
  }
  const buckets = monotonic(
    merged([...unsorted].sort((a, b) => a.bound - b.bound)),
  );
  const last = buckets.length - 1;
  if (last < 1 || buckets[last].bound !== Infinity) {
    return NaN;
  }
  const observations = buckets[last].count;
  if (observations === 0) {
    return NaN;
  }
  const rank = quantile * observations;
  let found = 0;
  while (found < last && !(buckets[found].count >= rank)) {
    found += 1;
  }
  if (found === last) {
    return buckets[last - 1].bound;
  }
  const { bound, count } = buckets[found];
  if (found === 0 && bound <= 0) {
    return bound;
  }
  const below = found === 0 ? { bound: 0, count: 0 } : buckets[found - 1];
  return (
    below.bound +
    (bound - below.bound) * ((rank - below.count) / (count - below.count))
  );
}

/** Buckets of the same bound become one. */
function merged(sorted: Bucket[]): Bucket[] {
  const result: Bucket[] = [];
  for (const { bound, count } of sorted) {
    const last = result[result.length - 1];
    if (last && last.bound === bound) {
      last.count += count;
    } else {
      result.push({ bound, count });
    }
  }
  return result;
}

/** Counts that fall, as rates of samples taken at different moments may, are lifted. */
function monotonic(buckets: Bucket[]): Bucket[] {
  let most = buckets[0]?.count ?? 0;
  return buckets.map(({ bound, count }) => {
    if (count > most) {
      most = count;
    }
    return { bound, count: count < most ? most : count };
  });
}

/** `histogram_quantile` over a vector: one result for each set of labels but `le`. */
export function quantilesOf(): (
  quantile: number,
  samples: readonly Sample[],
) => Sample[] {
  const boundOf = perLabels<{ bound: number }>((labels: Labels) => ({
    bound: parseFloatStrictly(labels.le ?? ''),
  }));
  const keyOf = perLabels<string>(labels =>
    labelsKey(dropLabels(labels, ['le'])),
  );
  const shown = new Map<string, Labels>();
  return (quantile, samples) => {
    const groups = new Map<string, Bucket[]>();
    for (const { labels, value } of samples) {
      const { bound } = boundOf(labels);
      if (Number.isNaN(bound)) {
        continue;
      }
      const key = keyOf(labels);
      if (!shown.has(key)) {
        shown.set(key, dropLabels(labels, ['le', METRIC_NAME]));
      }
      const group = groups.get(key);
      if (group) {
        group.push({ bound, count: value });
      } else {
        groups.set(key, [{ bound, count: value }]);
      }
    }
    return [...groups].map(([key, buckets]) => ({
      labels: shown.get(key) ?? {},
      value: bucketQuantile(quantile, buckets),
    }));
  };
}
