import { Window } from './values';

type RangeFunction = (window: Window) => number | undefined;

/**
 * The rule of `rate`, `increase` and `delta`: the change between the first and
 * the last sample, with what was lost at counter resets added, stretched
 * towards the bounds of the range: fully to a bound within 1.1 of the mean
 * distance of samples, else by half of that distance; and for counters not
 * beyond the moment at which they would have been zero.
 *
 * @see extrapolatedRate in promql/functions.go of Prometheus 2.42
 */
function extrapolated(
  window: Window,
  kind: { counter: boolean; perSecond: boolean },
): number | undefined {
  const { times, values, from, to, start, end } = window;
  const last = to - 1;
  if (last - from < 1) {
    return undefined;
  }
  let change = values[last] - values[from];
  if (kind.counter) {
    for (let index = from + 1; index <= last; index += 1) {
      if (values[index] < values[index - 1]) {
        change += values[index - 1];
      }
    }
  }
  let toStart = (times[from] - start) / 1000;
  const toEnd = (end - times[last]) / 1000;
  const sampled = (times[last] - times[from]) / 1000;
  const distance = sampled / (last - from);
  if (kind.counter && change > 0 && values[from] >= 0) {
    toStart = Math.min(toStart, sampled * (values[from] / change));
  }
  const near = distance * 1.1;
  const stretched =
    sampled +
    (toStart < near ? toStart : distance / 2) +
    (toEnd < near ? toEnd : distance / 2);
  let factor = stretched / sampled;
  if (kind.perSecond) {
    factor /= (end - start) / 1000;
  }
  return change * factor;
}

/** Change between the last two samples. @see instantValue in promql/functions.go */
function lastChange(
  { times, values, from, to }: Window,
  perSecond: boolean,
): number | undefined {
  if (to - from < 2) {
    return undefined;
  }
  const [before, last] = [values[to - 2], values[to - 1]];
  const change = perSecond && last < before ? last : last - before;
  return perSecond ? change / ((times[to - 1] - times[to - 2]) / 1000) : change;
}

/** A running sum that carries its rounding error (Kahan and Neumaier). */
class Sum {
  #sum = 0;
  #lost = 0;

  add(value: number): void {
    const sum = this.#sum + value;
    this.#lost +=
      Math.abs(this.#sum) >= Math.abs(value)
        ? this.#sum - sum + value
        : value - sum + this.#sum;
    this.#sum = sum;
  }

  get rough(): number {
    return this.#sum;
  }

  get exact(): number {
    return Number.isFinite(this.#sum) ? this.#sum + this.#lost : this.#sum;
  }
}

function sumOf(values: Float64Array): number {
  const sum = new Sum();
  values.forEach(value => sum.add(value));
  return sum.exact;
}

function meanOf(values: Float64Array): number {
  const mean = new Sum();
  values.forEach((value, index) => {
    const count = index + 1;
    const soFar = mean.rough;
    const keeps =
      Math.abs(soFar) === Infinity &&
      (value === soFar || Number.isFinite(value));
    if (!keeps) {
      mean.add(value / count - soFar / count);
    }
  });
  return mean.exact;
}

/** The first value that no other beats; an ordinary NaN is beaten by any. */
function best(
  values: Float64Array,
  beats: (value: number, other: number) => boolean,
): number {
  return values.reduce((found, value) =>
    beats(value, found) || Number.isNaN(found) ? value : found,
  );
}

function countSteps(
  values: Float64Array,
  counts: (before: number, now: number) => boolean,
): number {
  let count = 0;
  for (let index = 1; index < values.length; index += 1) {
    count += counts(values[index - 1], values[index]) ? 1 : 0;
  }
  return count;
}

const over =
  (reduce: (values: Float64Array) => number): RangeFunction =>
  ({ values, from, to }) =>
    reduce(values.subarray(from, to));

/** Functions of a range of one series; undefined leaves the series out. */
export const RANGE_FUNCTIONS: ReadonlyMap<string, RangeFunction> = new Map<
  string,
  RangeFunction
>([
  ['rate', window => extrapolated(window, { counter: true, perSecond: true })],
  [
    'increase',
    window => extrapolated(window, { counter: true, perSecond: false }),
  ],
  [
    'delta',
    window => extrapolated(window, { counter: false, perSecond: false }),
  ],
  ['irate', window => lastChange(window, true)],
  ['idelta', window => lastChange(window, false)],
  ['avg_over_time', over(meanOf)],
  ['sum_over_time', over(sumOf)],
  ['min_over_time', over(values => best(values, (a, b) => a < b))],
  ['max_over_time', over(values => best(values, (a, b) => a > b))],
  ['count_over_time', over(values => values.length)],
  ['last_over_time', over(values => values[values.length - 1])],
  ['present_over_time', over(() => 1)],
  [
    'changes',
    over(values =>
      countSteps(
        values,
        (before, now) =>
          now !== before && !(Number.isNaN(now) && Number.isNaN(before)),
      ),
    ),
  ],
  ['resets', over(values => countSteps(values, (before, now) => now < before))],
]);
