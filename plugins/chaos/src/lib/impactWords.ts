import {
  BASELINE_SECONDS,
  durationText,
  MetricImpact,
} from '@slipway/plugin-chaos-common';
import {
  formatWindow,
  GoldenMetric,
  MetricUnit,
  RECOVERED_SAMPLES,
} from '@slipway/plugin-metrics-common';
import { formatFigure } from '@slipway/plugin-portal-react';

/** The metrics by which the effect of a fault is judged, as the charts name them. */
export const IMPACT_METRICS: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'Success rate', unit: 'ratio' },
  { metric: 'requestRate', title: 'Requests', unit: 'req/s' },
  { metric: 'latencyP95', title: 'p95 latency', unit: 'ms' },
  { metric: 'latencyP99', title: 'p99 latency', unit: 'ms' },
];

/** `at most 92 ms` */
export function bandText({ band }: MetricImpact, unit: MetricUnit): string {
  if (!band) return 'unknown';
  const limit = formatFigure(band.limit, unit);
  return band.good === 'low' ? `at most ${limit}` : `at least ${limit}`;
}

/** What it did: `410 ms`, `stayed`, `unknown: …`. */
export function movementText(
  { movement }: MetricImpact,
  unit: MetricUnit,
): string {
  switch (movement.state) {
    case 'moved':
      return formatFigure(movement.worst, unit);
    case 'stayed':
      return 'stayed in its band';
    default:
      return `unknown: ${movement.reason}`;
  }
}

/** How long it took, or why that cannot be said. */
export function recoveryText({ recovery }: MetricImpact): string {
  switch (recovery.state) {
    case 'recovered':
      return recovery.seconds === 0
        ? 'at once'
        : durationText(recovery.seconds * 1000);
    case 'unaffected':
      return 'not affected';
    case 'not-within':
      return `not within ${durationText(recovery.seconds * 1000)}`;
    case 'waiting':
      return `not yet: ${recovery.reason}`;
    default:
      return `unknown: ${recovery.reason}`;
  }
}

/** Which metrics prove the injection, or that none does. */
export function provedByMetrics(impacts: readonly MetricImpact[]): string {
  const titles = impacts
    .filter(({ movement }) => movement.state === 'moved')
    .map(
      ({ metric }) =>
        IMPACT_METRICS.find(one => one.metric === metric)?.title ?? metric,
    );
  if (titles.length > 0) return `Left its band: ${titles.join(', ')}.`;
  return impacts.every(({ movement }) => movement.state === 'unknown')
    ? 'Whether a golden metric moved is not known.'
    : 'No golden metric left its band.';
}

/** The rule in words: baseline, band, row of samples, window. */
export function ruleText(step: number, over: string | undefined): string {
  const window = over
    ? ` Each sample looks back over ${formatWindow(
        over,
      )}, so what changes shows up to that much later.`
    : '';
  return `Before: the ${durationText(
    BASELINE_SECONDS * 1000,
  )} before the first injection; the band is its worst sample and 10 % (success rate: half a percentage point). Recovery: from the end of the fault to the first of ${RECOVERED_SAMPLES} samples in a row in the band, one every ${durationText(
    step * 1000,
  )}.${window}`;
}
