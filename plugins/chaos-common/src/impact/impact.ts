import {
  Band,
  bandOf,
  GoldenMetric,
  Movement,
  movement,
  Points,
  Recovery,
  recovery,
} from '@slipway/plugin-metrics-common';
import { FaultCore } from '../types';
import { BASELINE_SECONDS, FaultTimeline, RECOVERY_SECONDS } from './timeline';

/** What a fault did to one golden metric. */
export interface MetricImpact {
  metric: GoldenMetric;
  /** What it was before; absent with too few samples. */
  band?: Band;
  /** What it did while the fault lasted, and until it was as before. */
  movement: Movement;
  recovery: Recovery;
}

/**
 * What a fault did to a metric, by its samples.
 *
 * @param until - Unix seconds of the newest sample of any metric
 */
export function metricImpact(
  metric: GoldenMetric,
  points: Points,
  facts: {
    timeline: Required<Pick<FaultTimeline, 'from'>> & Pick<FaultTimeline, 'to'>;
    step: number;
    until: number;
  },
): MetricImpact {
  const { timeline, step, until } = facts;
  const { from, to } = timeline;
  const baseline = { from: from - BASELINE_SECONDS, to: from - 1 };
  const recovered = recovery({
    metric,
    points,
    step,
    baseline,
    from,
    to,
    until,
    within: RECOVERY_SECONDS,
  });
  const band = bandOf(metric, points, baseline);
  const last = recovered.state === 'recovered' ? recovered.at : until;
  return {
    metric,
    ...(band ? { band } : {}),
    movement: movement(points, band, { from, to: last }),
    recovery: recovered,
  };
}

/** Whether the records prove an injection, one sentence. */
export function provedByRecords({
  targets,
  stateText,
}: Pick<FaultCore, 'targets' | 'stateText'>): {
  proved: boolean;
  text: string;
} {
  const { selected, injected, recovered } = targets;
  const done = injected + recovered;
  if (selected === undefined || done === 0) {
    return {
      proved: false,
      text: `No target was injected, by its records. ${stateText}`,
    };
  }
  return {
    proved: true,
    text: `${done} of ${selected} target${
      selected === 1 ? ' was' : 's were'
    } injected, by ${selected === 1 ? 'its record' : 'their records'}.`,
  };
}
