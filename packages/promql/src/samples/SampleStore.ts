import { labelsKey } from '../engine/labels';
import { labelsTest } from '../engine/matchers';
import { markStale } from '../engine/staleness';
import { LabelMatcher, Labels, Series, SeriesSource } from '../engine/types';

/** Moments per chunk: ten minutes of samples at one every five seconds. */
const CHUNK = 120;

/** One series. A moment without a sample is NaN; counters are never NaN. */
export interface StoredSeries {
  readonly labels: Labels;
  /** By number of the chunk. */
  readonly chunks: Map<number, Float64Array>;
}

/** Labels that have a value. */
function withoutEmpty(labels: Labels): Labels {
  const entries = Object.entries(labels);
  return entries.every(([, value]) => value !== '')
    ? labels
    : Object.fromEntries(entries.filter(([, value]) => value !== ''));
}

/**
 * Samples in memory: all series share the moments at which they were taken,
 * values lie in chunks of ten minutes, and chunks older than the retention are
 * dropped with the series that had nothing else. Indexed by each label.
 */
export class SampleStore implements SeriesSource {
  readonly #capacity: number;
  readonly #times: Float64Array;
  /** Moments so far; the newest has the number `#moments - 1`. */
  #moments = 0;
  readonly #series = new Map<string, StoredSeries>();
  readonly #index = new Map<string, Map<string, Set<StoredSeries>>>();

  /** @param moments how many moments are kept at least */
  constructor(moments: number) {
    this.#capacity = (Math.ceil(moments / CHUNK) + 1) * CHUNK;
    this.#times = new Float64Array(this.#capacity);
  }

  /** Time of the newest moment in ms; undefined while there is none. */
  get newest(): number | undefined {
    return this.#moments > 0 ? this.#timeOf(this.#moments - 1) : undefined;
  }

  /** How much there is, for those who watch the memory. */
  get size(): { series: number; moments: number; chunks: number } {
    let chunks = 0;
    for (const series of this.#series.values()) {
      chunks += series.chunks.size;
    }
    return {
      series: this.#series.size,
      moments: this.#moments - this.#oldest,
      chunks,
    };
  }

  /** Opens the next moment; what is written from now on belongs to it. Times rise. */
  begin(time: number): void {
    const moment = this.#moments;
    this.#times[moment % this.#capacity] = time;
    this.#moments += 1;
    if (moment % CHUNK === 0) {
      this.#dropOld();
    }
  }

  /**
   * The series of these labels, made if there is none. It may be kept as long
   * as it is written to. A label without a value is no label, as in Prometheus.
   */
  series(given: Labels): StoredSeries {
    const labels = withoutEmpty(given);
    const key = labelsKey(labels);
    let series = this.#series.get(key);
    if (!series) {
      series = { labels, chunks: new Map() };
      this.#series.set(key, series);
      for (const [label, value] of Object.entries(labels)) {
        this.#postings(label, value).add(series);
      }
    }
    return series;
  }

  /** A sample at the newest moment. */
  write(series: StoredSeries, value: number): void {
    const moment = this.#moments - 1;
    const number = Math.floor(moment / CHUNK);
    let chunk = series.chunks.get(number);
    if (!chunk) {
      chunk = new Float64Array(CHUNK).fill(NaN);
      series.chunks.set(number, chunk);
    }
    chunk[moment % CHUNK] = value;
  }

  /** {@inheritDoc SeriesSource.select} A stale marker stands where a series ends. */
  select(
    matchers: readonly LabelMatcher[],
    start: number,
    end: number,
  ): Series[] {
    const meets = labelsTest(matchers);
    const first = this.#firstAfter(start, false);
    const until = this.#firstAfter(end, true);
    const found: Series[] = [];
    for (const series of this.#candidates(matchers)) {
      if (meets(series.labels)) {
        const copied = this.#copy(series, first, until);
        if (copied) {
          found.push(copied);
        }
      }
    }
    return found;
  }

  get #oldest(): number {
    return Math.max(0, this.#moments - this.#capacity);
  }

  #timeOf(moment: number): number {
    return this.#times[moment % this.#capacity];
  }

  #postings(label: string, value: string): Set<StoredSeries> {
    let values = this.#index.get(label);
    if (!values) {
      values = new Map();
      this.#index.set(label, values);
    }
    let postings = values.get(value);
    if (!postings) {
      postings = new Set();
      values.set(value, postings);
    }
    return postings;
  }

  /** The fewest series among which all that meet the matchers must be. */
  #candidates(matchers: readonly LabelMatcher[]): Iterable<StoredSeries> {
    let fewest: Set<StoredSeries> | undefined;
    for (const { label, operator, value } of matchers) {
      if (operator !== '=' || value === '') {
        continue;
      }
      const postings = this.#index.get(label)?.get(value);
      if (!postings) {
        return [];
      }
      if (!fewest || postings.size < fewest.size) {
        fewest = postings;
      }
    }
    return fewest ?? this.#series.values();
  }

  /** Number of the first moment at or after a time; with `beyond` after it. */
  #firstAfter(time: number, beyond: boolean): number {
    let low = this.#oldest;
    let high = this.#moments;
    while (low < high) {
      const middle = Math.floor((low + high) / 2);
      const at = this.#timeOf(middle);
      if (at < time || (beyond && at === time)) {
        low = middle + 1;
      } else {
        high = middle;
      }
    }
    return low;
  }

  #copy(
    { labels, chunks }: StoredSeries,
    first: number,
    until: number,
  ): Series | undefined {
    const touched = [...chunks.keys()].some(
      number => number * CHUNK < until && (number + 1) * CHUNK > first,
    );
    if (!touched) {
      return undefined;
    }
    const times = new Float64Array(until - first);
    const values = new Float64Array(until - first);
    let length = 0;
    let present = false;
    for (let moment = first; moment < until; moment += 1) {
      const chunk = chunks.get(Math.floor(moment / CHUNK));
      const value = chunk ? chunk[moment % CHUNK] : NaN;
      const absent = Number.isNaN(value);
      if (absent && !present) {
        continue;
      }
      times[length] = this.#timeOf(moment);
      if (absent) {
        markStale(values, length);
      } else {
        values[length] = value;
      }
      length += 1;
      present = !absent;
    }
    return length === 0
      ? undefined
      : {
          labels,
          times: times.subarray(0, length),
          values: values.subarray(0, length),
        };
  }

  #dropOld(): void {
    const kept = Math.floor(this.#oldest / CHUNK);
    for (const [key, series] of this.#series) {
      for (const number of series.chunks.keys()) {
        if (number < kept) {
          series.chunks.delete(number);
        }
      }
      if (series.chunks.size === 0) {
        this.#series.delete(key);
        for (const [label, value] of Object.entries(series.labels)) {
          this.#postings(label, value).delete(series);
          if (this.#postings(label, value).size === 0) {
            this.#index.get(label)?.delete(value);
          }
        }
      }
    }
  }
}
