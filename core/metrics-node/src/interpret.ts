import {
  GoldenMetric,
  GoldenMetrics,
  goldenMetricsOf,
  Measurement,
} from '@slipway/plugin-metrics-common';
import { Sample } from './PrometheusClient';

/** What came of one query: a sample, no series (`undefined`), or an error. */
export type Outcome =
  | { sample: Sample | undefined }
  | { error: { message: string } };

/**
 * What the samples of one target mean. There is no traffic only when the
 * request counter exists and stands still; without it nothing is known.
 *
 * @param window - what the queries looked back over, as `1m`
 */
export function interpret(
  outcomes: Record<GoldenMetric, Outcome>,
  window: string,
): GoldenMetrics {
  const requests = outcomes.requestRate;
  const quiet =
    'sample' in requests && requests.sample?.[1] === 0
      ? requests.sample
      : undefined;
  return goldenMetricsOf(metric => {
    const outcome = outcomes[metric];
    if ('error' in outcome) {
      return { state: 'unknown', reason: outcome.error.message };
    }
    return metric !== 'requestRate' && quiet
      ? { state: 'no-traffic', at: isoTime(quiet), over: window }
      : measurementOf(outcome.sample, window);
  });
}

/** A sample of a range: its value, or null where there was no traffic (NaN: a division by zero requests). */
export function pointOf([at, value]: Sample): [number, number | null] {
  return [at, Number.isFinite(value) ? value : null];
}

function measurementOf(
  sample: Sample | undefined,
  window: string,
): Measurement {
  if (!sample) {
    return { state: 'unknown', reason: 'There is no such series' };
  }
  return Number.isFinite(sample[1])
    ? { state: 'measured', value: sample[1], at: isoTime(sample), over: window }
    : { state: 'unknown', reason: 'There are too few samples yet' };
}

function isoTime([at]: Sample): string {
  return new Date(at * 1000).toISOString();
}
