import { GoldenMetric } from '@slipway/plugin-metrics-common';
import { disturbances } from '../design/timeline';
import {
  DesignSpec,
  Reading,
  Revision,
  RunDetail,
  Sample,
  SpanPhase,
  Threshold,
  WindowFigures,
  WindowsFigures,
} from '../types';

/** What a verdict is derived from, beside the samples. */
export type JudgedRun = Pick<
  RunDetail,
  | 'absences'
  | 'canaries'
  | 'createdAt'
  | 'design'
  | 'faultEndedAt'
  | 'injectedAt'
  | 'parts'
  | 'sampleSeconds'
  | 'state'
  | 'stop'
>;

/** One revision over the whole run. */
export interface Line {
  revision: Revision;
  readings: Array<{ at: number; reading: Reading }>;
}

const timeOf = (iso: string) => Date.parse(iso);

/**
 * The revisions that are judged: all pods; while a canary was seen, the stable
 * pods (all pods for the samples without a canary) and the canary apart.
 */
export function linesOf(samples: readonly Sample[]): Line[] {
  const hasCanary = samples.some(({ canary }) => canary);
  const main: Line = {
    revision: hasCanary ? 'stable' : 'all',
    readings: samples.map(({ at, all, stable }) => ({
      at: timeOf(at),
      reading: stable ?? all,
    })),
  };
  if (!hasCanary) return [main];
  return [
    main,
    {
      revision: 'canary',
      readings: samples.flatMap(({ at, canary }) =>
        canary ? [{ at: timeOf(at), reading: canary }] : [],
      ),
    },
  ];
}

/**
 * From when samples belong to the baseline: one window after the start, and
 * after the load that runs in the baseline arrived. In ms.
 */
export function baselineStart(run: JudgedRun): number {
  const { design, parts, createdAt } = run;
  const window = design.hypothesis.windowSeconds * 1000;
  const disturbing = new Set(disturbances(parts));
  const start = timeOf(createdAt);
  const loads = parts.filter(
    part => !disturbing.has(part) && part.startSeconds < design.baselineSeconds,
  );
  return Math.max(
    start,
    ...loads.map(({ effectiveAt, startSeconds }) =>
      effectiveAt === undefined
        ? start + startSeconds * 1000 + window
        : timeOf(effectiveAt) + window,
    ),
  );
}

/** Which stretch a time belongs to; undefined before the baseline counts. */
export function phaseAt(run: JudgedRun, at: number): SpanPhase | undefined {
  const { faultEndedAt, injectedAt } = run;
  if (faultEndedAt !== undefined && at >= timeOf(faultEndedAt)) {
    return 'recover';
  }
  if (injectedAt !== undefined && at >= timeOf(injectedAt)) return 'inject';
  return at >= baselineStart(run) ? 'baseline' : undefined;
}

/** The middle of values; undefined without any. Of two in the middle, their mean. */
export function median(values: readonly number[]): number | undefined {
  if (values.length === 0) return undefined;
  const sorted = [...values].sort((a, b) => a - b);
  const middle = Math.floor(sorted.length / 2);
  return sorted.length % 2
    ? sorted[middle]
    : (sorted[middle - 1] + sorted[middle]) / 2;
}

function figuresOf(
  readings: readonly Reading[],
  metric: GoldenMetric,
): WindowFigures {
  const values = readings.flatMap(reading => reading.values[metric] ?? []);
  const middle = median(values);
  return {
    samples: values.length,
    empty: readings.length - values.length,
    ...(middle === undefined
      ? {}
      : {
          median: middle,
          min: Math.min(...values),
          max: Math.max(...values),
        }),
  };
}

/** Figures of one metric before, while and after something was injected. */
export function windowsOf(
  run: JudgedRun,
  line: Line,
  metric: GoldenMetric,
): WindowsFigures {
  const of = (phase: SpanPhase) =>
    figuresOf(
      line.readings
        .filter(({ at }) => phaseAt(run, at) === phase)
        .map(({ reading }) => reading),
      metric,
    );
  return {
    before: of('baseline'),
    during: of('inject'),
    after: of('recover'),
  };
}

/** The limit in the unit of the metric; undefined while the baseline has too few samples for it. */
export function limitOf(
  threshold: Threshold,
  baseline: WindowFigures,
  { hypothesis }: Pick<DesignSpec, 'hypothesis'>,
): number | undefined {
  const { limit } = threshold;
  if (limit.kind === 'absolute') return limit.value;
  return baseline.median === undefined ||
    baseline.samples < hypothesis.consecutive
    ? undefined
    : (baseline.median * limit.percent) / 100;
}

/** Whether a value is on the right side of a limit. */
export function holds(
  { direction }: Pick<Threshold, 'direction'>,
  value: number,
  limit: number,
): boolean {
  return direction === 'atMost' ? value <= limit : value >= limit;
}
