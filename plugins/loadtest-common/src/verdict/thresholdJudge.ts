import { MasterSample } from '../master/protocol';
import {
  Counts,
  countsOf,
  difference,
  fewestFor,
  NOTHING,
  percentileOf,
} from '../samples/histogram';
import { lastUntil } from '../samples/points';
import { metricInWords, valueInWords } from '../suite/rules';
import { Threshold, ThresholdResult } from '../types';

/** Fewest requests by which a failure ratio can be judged. */
const FEWEST_FOR_RATIO = 20;

type Judged = { value: number } | 'too-few';

/** The value of a metric over a window, or that there were too few requests. Throughput can always be judged. */
export function measure(
  { metric }: Pick<Threshold, 'metric'>,
  window: Counts,
  seconds: number,
): Judged {
  if (metric.kind === 'throughput') return { value: window.requests / seconds };
  if (metric.kind === 'failureRatio') {
    return window.requests < FEWEST_FOR_RATIO
      ? 'too-few'
      : { value: window.failures / window.requests };
  }
  if (window.requests < fewestFor(metric.quantile)) return 'too-few';
  const value = percentileOf(window, metric.quantile);
  return value === undefined ? 'too-few' : { value };
}

/** Whether a value breaks the limit. */
export function breaks(
  { direction, limit }: Pick<Threshold, 'direction' | 'limit'>,
  value: number,
): boolean {
  return direction === 'atMost' ? value > limit : value < limit;
}

interface Worst {
  value: number;
  at: number;
}

/**
 * Judges one threshold over the samples of a run as they come in: on every
 * window that lies after the warm-up, or on everything after the warm-up. Pure.
 */
export class ThresholdJudge {
  #judged = 0;
  #breached = 0;
  #tooFew = 0;
  #worst: Worst | undefined;
  #base: Counts | undefined;
  #baseAt = 0;
  #requests = 0;

  constructor(
    readonly threshold: Threshold,
    private readonly warmUpSeconds: number,
  ) {}

  /** @param before - earlier samples, oldest first, as far back as the window */
  add(before: readonly MasterSample[], sample: MasterSample) {
    const { endpoint, windowSeconds } = this.threshold;
    if (sample.at <= this.warmUpSeconds) {
      this.#base = countsOf(sample.entries, endpoint);
      this.#baseAt = sample.at;
      return;
    }
    const now = countsOf(sample.entries, endpoint);
    const since = this.#base ?? NOTHING;
    this.#requests = now.requests - since.requests;
    if (windowSeconds === undefined) {
      this.#judgeWhole(difference(now, since), sample.at);
      return;
    }
    // Windows after the ramp-down of the last users would judge an idle target.
    if (sample.users === 0) return;
    const from = sample.at - windowSeconds;
    if (from < this.#baseAt || from < 0) return;
    const first = lastUntil(before, from);
    this.#count(
      difference(now, first ? countsOf(first.entries, endpoint) : NOTHING),
      sample.at,
      sample.at - (first?.at ?? 0),
    );
  }

  #count(window: Counts, at: number, seconds: number) {
    const measured = measure(this.threshold, window, seconds);
    if (measured === 'too-few') {
      this.#tooFew++;
      return;
    }
    this.#judged++;
    const { value } = measured;
    if (breaks(this.threshold, value)) this.#breached++;
    const worse =
      !this.#worst ||
      (this.threshold.direction === 'atMost'
        ? value > this.#worst.value
        : value < this.#worst.value);
    if (worse) this.#worst = { value, at };
  }

  /** One window, which grows: only the last answer counts. */
  #judgeWhole(counts: Counts, at: number) {
    this.#judged = 0;
    this.#breached = 0;
    this.#tooFew = 0;
    this.#worst = undefined;
    this.#count(counts, at, at - this.#baseAt);
  }

  /** How it stands now, without what is known of the generator. */
  result(): ThresholdResult {
    const { threshold } = this;
    const windows = {
      judged: this.#judged,
      breached: this.#breached,
      tooFew: this.#tooFew,
    };
    const worst = this.#worst
      ? { measured: this.#worst.value, at: this.#worst.at }
      : {};
    return {
      threshold,
      ...this.#outcome(),
      ...worst,
      windows,
      requests: this.#requests,
    };
  }

  #outcome(): Pick<ThresholdResult, 'outcome' | 'reason'> {
    const { threshold } = this;
    const name = [
      metricInWords(threshold.metric),
      ...(threshold.endpoint ? [`of ${threshold.endpoint}`] : []),
    ].join(' ');
    const worst = this.#worst;
    if (this.#breached > 0 && worst) {
      const where =
        threshold.windowSeconds === undefined
          ? 'over the run'
          : `in ${this.#breached} of ${
              this.#judged
            } windows, worst at ${Math.round(worst.at)} s`;
      return {
        outcome: 'fail',
        reason: `${name} was ${valueInWords(
          threshold.metric,
          worst.value,
        )}, limit ${valueInWords(
          threshold.metric,
          threshold.limit,
        )}, ${where}.`,
      };
    }
    if (!worst || this.#tooFew > this.#judged) {
      return {
        outcome: 'inconclusive',
        reason: `${name} cannot be judged: ${
          this.#tooFew + this.#judged === 0
            ? 'no whole window after the warm-up'
            : `too few requests in ${this.#tooFew} of ${
                this.#tooFew + this.#judged
              } windows`
        }.`,
      };
    }
    return {
      outcome: 'pass',
      reason: `${name} was at ${
        threshold.direction === 'atMost' ? 'most' : 'least'
      } ${valueInWords(threshold.metric, worst.value)}, limit ${valueInWords(
        threshold.metric,
        threshold.limit,
      )}.`,
    };
  }
}
