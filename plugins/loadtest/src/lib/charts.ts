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

/**
 * The corners of a line that may jump: of two at the same time the first moves
 * a thousandth of a second back, because a chart has one value at a time.
 */
export function jumpsKept(points: readonly ChartPoint[]): ChartPoint[] {
  return points.map(([at, value], index) =>
    points[index + 1]?.[0] === at ? [at - 0.001, value] : [at, value],
  );
}
