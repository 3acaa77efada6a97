import { labelsTest } from './matchers';
import { markStale } from './staleness';
import { Labels, Series, SeriesSource } from './types';

/** Series for tests: a value every `seconds` from time 0; `undefined` is no sample, `stale` the marker. */
export function seriesOf(
  labels: Labels,
  values: Array<number | undefined | 'stale'>,
  seconds = 10,
): Series {
  const kept = values.flatMap((value, index) =>
    value === undefined ? [] : [{ at: index * seconds * 1000, value }],
  );
  const column = Float64Array.from(kept, ({ value }) =>
    value === 'stale' ? NaN : value,
  );
  kept.forEach(({ value }, index) => {
    if (value === 'stale') {
      markStale(column, index);
    }
  });
  return {
    labels,
    times: Float64Array.from(kept, ({ at }) => at),
    values: column,
  };
}

/** A source of these series. Whole series are given: the evaluator itself keeps to its times. */
export function sourceOf(...all: Series[]): SeriesSource {
  return {
    select: matchers => {
      const meets = labelsTest(matchers);
      return all.filter(({ labels }) => meets(labels));
    },
  };
}
