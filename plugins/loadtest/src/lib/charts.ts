import {
  Curve,
  SamplePoint,
  Threshold,
  thresholdInWords,
} from '@slipway/plugin-loadtest-common';
import {
  ChartLimit,
  ChartPoint,
  ChartSpan,
} from '@slipway/plugin-portal-react';

/** One figure of samples as points of a chart; what was not measured is a gap. */
export function pointsOf(
  samples: readonly SamplePoint[],
  startedAt: number,
  figure: (sample: SamplePoint) => number | undefined,
): ChartPoint[] {
  return samples.map(sample => [startedAt + sample.at, figure(sample) ?? null]);
}

/**
 * The phases of a curve as shaded spans.
 *
 * @param startedAt - unix seconds of the curve's zero
 */
export function phaseSpans(
  { phases }: Pick<Curve, 'phases'>,
  startedAt: number,
): ChartSpan[] {
  return phases.map(({ name, from, to }) => ({
    label: name,
    from: startedAt + from,
    to: startedAt + to,
  }));
}

/** The limits of a chart of latencies over all endpoints. */
export function latencyLimits(thresholds: readonly Threshold[]): ChartLimit[] {
  return thresholds
    .filter(
      ({ metric, endpoint }) =>
        metric.kind === 'percentile' && endpoint === undefined,
    )
    .map(threshold => ({
      label: thresholdInWords(threshold),
      value: threshold.limit,
    }));
}
