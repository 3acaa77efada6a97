import {
  AnalysisMetricView,
  AnalysisRunView,
  compareLatest,
  RolloutCore,
} from '@slipway/plugin-rollouts-common';
import { ChartLimit, ChartPoint } from '@slipway/plugin-portal-react';

const BAD: readonly AnalysisRunView['phase'][] = [
  'Failed',
  'Error',
  'Inconclusive',
];

/** The newest run of the current revision that ended badly: the one that explains an abort. */
export function decisiveRun(
  runs: readonly AnalysisRunView[],
  core: Pick<RolloutCore, 'revision' | 'currentPodHash'>,
): AnalysisRunView | undefined {
  return runs
    .filter(run => BAD.includes(run.phase))
    .filter(
      run =>
        run.podTemplateHash === undefined ||
        run.podTemplateHash === core.currentPodHash,
    )
    .sort((a, b) =>
      compareLatest(a.finishedAt ?? a.startedAt, b.finishedAt ?? b.startedAt),
    )[0];
}

/**
 * Parts the runs that matter now from earlier ones. `current`: of the current
 * revision the newest for each place (a step, background, before or after
 * promotion). `older`: earlier attempts and other revisions.
 *
 * @param runs - newest first; the order is kept
 */
export function splitRuns(
  runs: readonly AnalysisRunView[],
  currentPodHash: string | undefined,
): { current: AnalysisRunView[]; older: AnalysisRunView[] } {
  const seen = new Set<string>();
  const current: AnalysisRunView[] = [];
  const older: AnalysisRunView[] = [];
  for (const run of runs) {
    const place = `${run.type} ${run.stepIndex}`;
    if (run.podTemplateHash === currentPodHash && !seen.has(place)) {
      seen.add(place);
      current.push(run);
    } else {
      older.push(run);
    }
  }
  return { current, older };
}

/** Why there is no run for the current revision: none is planned in the steps, or the step has not come. */
export function noRunText(
  core: Pick<RolloutCore, 'steps' | 'stepIndex'>,
): string {
  const ahead = core.steps.find(
    step => step.type === 'analysis' && step.index >= (core.stepIndex ?? 0),
  );
  return ahead
    ? `No analysis has run for the current revision yet; step ${
        ahead.index + 1
      } runs one.`
    : 'No analysis has run for the current revision.';
}

/** Measurements that are one number, as points of a chart; others are gaps. */
export function measurementPoints(metric: AnalysisMetricView): ChartPoint[] {
  return metric.measurements.flatMap(({ finishedAt, startedAt, numbers }) => {
    const at = Date.parse(finishedAt ?? startedAt ?? '');
    if (Number.isNaN(at)) return [];
    return [[Math.floor(at / 1000), numbers?.[0] ?? null] as const];
  });
}

/** The limits of a metric as labelled lines of a chart; one line where success and failure meet. */
export function chartLimits(metric: AnalysisMetricView): ChartLimit[] {
  const lines = new Map<number, string[]>();
  for (const { kind, operator, value } of metric.limits) {
    lines.set(value, [
      ...(lines.get(value) ?? []),
      `${kind} ${operator} ${value}`,
    ]);
  }
  return [...lines].map(([value, labels]) => ({
    label: labels.join(', '),
    value,
  }));
}

/** `1 failed, 1 allowed · 3 of 4 measured`. */
export function countsText(metric: AnalysisMetricView): string {
  const { successful, failed, inconclusive, error } = metric.counts;
  const taken = successful + failed + inconclusive + error;
  return [
    `${taken}${
      metric.count === undefined ? '' : ` of ${metric.count}`
    } measured`,
    `${failed} failed, ${metric.failureLimit} allowed`,
    ...(inconclusive > 0
      ? [`${inconclusive} inconclusive, ${metric.inconclusiveLimit} allowed`]
      : []),
    ...(error > 0 ? [`${error} errors`] : []),
  ].join(' · ');
}
