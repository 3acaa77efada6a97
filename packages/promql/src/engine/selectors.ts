import { MatrixSelector, VectorSelector } from './ast';
import { isStale } from './staleness';
import { Series, SeriesSource } from './types';
import { Compiled, Sample, Window } from './values';

/** How far back a selector looks for the last sample. */
export const LOOKBACK_MS = 300_000;

/** Where series are read from, and the times for which they will be asked. */
export interface Scope {
  source: SeriesSource;
  start: number;
  end: number;
}

/** How many times are before `time`, or at it when `including`. */
function countUpTo(
  times: Float64Array,
  time: number,
  including: boolean,
): number {
  let low = 0;
  let high = times.length;
  while (low < high) {
    const middle = (low + high) >>> 1;
    if (times[middle] < time || (including && times[middle] === time)) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return low;
}

/**
 * The last sample of each series up to a moment, not older than the lookback
 * (its bound included, as in Prometheus 2) and not a stale marker.
 *
 * @see vectorSelectorSingle in promql/engine.go of Prometheus 2.42
 */
export function compileVectorSelector(
  { matchers, offsetMs }: VectorSelector,
  { source, start, end }: Scope,
): Compiled {
  const all = source.select(
    matchers,
    start - offsetMs - LOOKBACK_MS,
    end - offsetMs,
  );
  return {
    type: 'vector',
    at: time => {
      const wanted = time - offsetMs;
      const samples: Sample[] = [];
      for (const { labels, times, values } of all) {
        const last = countUpTo(times, wanted, true) - 1;
        if (
          last >= 0 &&
          times[last] >= wanted - LOOKBACK_MS &&
          !isStale(values, last)
        ) {
          samples.push({ labels, value: values[last] });
        }
      }
      return samples;
    },
  };
}

function withoutStale(series: Series): Series {
  const kept: number[] = [];
  series.values.forEach((_, index) => {
    if (!isStale(series.values, index)) {
      kept.push(index);
    }
  });
  return kept.length === series.values.length
    ? series
    : {
        labels: series.labels,
        times: Float64Array.from(kept, index => series.times[index]),
        values: Float64Array.from(kept, index => series.values[index]),
      };
}

/**
 * The samples of each series in a range, both bounds included, stale markers
 * left out. Prometheus 3 leaves out the lower bound.
 *
 * @see matrixIterSlice in promql/engine.go of Prometheus 2.42
 */
export function compileMatrixSelector(
  { selector, rangeMs }: MatrixSelector,
  { source, start, end }: Scope,
): Compiled {
  const { matchers, offsetMs } = selector;
  const all = source
    .select(matchers, start - offsetMs - rangeMs, end - offsetMs)
    .map(withoutStale);
  return {
    type: 'matrix',
    at: time => {
      const last = time - offsetMs;
      const first = last - rangeMs;
      const windows: Window[] = [];
      for (const { labels, times, values } of all) {
        const from = countUpTo(times, first, false);
        const to = countUpTo(times, last, true);
        if (to > from) {
          windows.push({
            labels,
            times,
            values,
            from,
            to,
            start: first,
            end: last,
          });
        }
      }
      return windows;
    },
  };
}
