import {
  formatMeasurement,
  GoldenMetrics,
  Measurement,
} from '@slipway/plugin-metrics-common';

/** Golden metrics of both revisions as a page has them; absent while they are not known. */
export interface RevisionMetrics {
  stable?: GoldenMetrics;
  canary?: GoldenMetrics;
}

/** A canary whose success rate is lower than stable's by more than this is a warning (share of requests). */
const SUCCESS_RATE_GAP = 0.01;
/** A canary whose p95 is more than so many times stable's is a warning. */
const LATENCY_FACTOR = 1.5;

function value(measurement: Measurement | undefined): number | undefined {
  return measurement?.state === 'measured' ? measurement.value : undefined;
}

/**
 * What the golden metrics say against giving the canary more traffic: it is
 * worse than stable, or nothing can be said of it.
 */
export function metricsWarnings(metrics: RevisionMetrics): string[] {
  const { stable, canary } = metrics;
  if (!canary) return [];
  const rate = canary.successRate;
  if (rate.state === 'unknown') {
    return [`The canary's success rate is unknown: ${rate.reason}`];
  }
  if (rate.state === 'no-traffic') {
    return ['The canary gets no traffic: its metrics say nothing.'];
  }
  const sentences: string[] = [];
  const stableRate = value(stable?.successRate);
  if (stableRate === undefined) {
    sentences.push(
      `There is nothing measured of stable to compare with; the canary's success rate is ${formatMeasurement(
        rate,
        'ratio',
      )}.`,
    );
  } else if (stableRate - rate.value > SUCCESS_RATE_GAP) {
    sentences.push(
      `The canary's success rate is ${formatMeasurement(
        rate,
        'ratio',
      )}, stable's is ${formatMeasurement(
        stable?.successRate ?? rate,
        'ratio',
      )}.`,
    );
  }
  const p95 = value(canary.latencyP95);
  const stableP95 = value(stable?.latencyP95);
  if (
    p95 !== undefined &&
    stableP95 !== undefined &&
    p95 > stableP95 * LATENCY_FACTOR
  ) {
    sentences.push(
      `The canary's p95 is ${formatMeasurement(
        canary.latencyP95,
        'ms',
      )}, stable's is ${formatMeasurement(
        stable?.latencyP95 ?? canary.latencyP95,
        'ms',
      )}.`,
    );
  }
  return sentences;
}
