import { AnalysisRun, IntOrString, RawMetric, Rollout } from '../raw/types';
import { compact } from '../raw/read';
import {
  AnalysisMetricView,
  AnalysisPhase,
  AnalysisRunView,
  MeasurementView,
} from '../types';
import { POD_TEMPLATE_HASH_LABEL } from '../raw/resources';
import { compareLatest } from './instants';
import { parseLimits } from './limits';
import { ownedBy, revisionOf } from './summary';
import { verdictOf } from './verdict';

const PHASES = [
  'Pending',
  'Running',
  'Successful',
  'Failed',
  'Error',
  'Inconclusive',
] as const satisfies readonly AnalysisPhase[];

/** A phase as it stands in an object; empty or strange ones are `Pending`. */
export const analysisPhase = (text: string | undefined): AnalysisPhase =>
  PHASES.find(phase => phase === text) ?? 'Pending';

/**
 * Whether a run or metric has come to its end.
 *
 * @see pkg/apis/rollouts/v1alpha1/analysis_types.go `AnalysisPhase.Completed`
 */
export const hasEnded = (phase: AnalysisPhase) =>
  phase !== 'Pending' && phase !== 'Running';

function integer(value: IntOrString | undefined): number | undefined {
  if (typeof value === 'number') return value;
  return value !== undefined && /^-?\d+$/.test(value)
    ? Number(value)
    : undefined;
}

/** A provider's value as numbers: `0.93`, `[0.93,1]`. Undefined when any part is not a finite number. */
export function valueNumbers(value: string | undefined): number[] | undefined {
  const text = value?.trim();
  if (!text) return undefined;
  const parts =
    text.startsWith('[') && text.endsWith(']')
      ? text.slice(1, -1).split(/[\s,]+/)
      : [text];
  const numbers = parts.map(part => (part === '' ? NaN : Number(part)));
  return numbers.every(Number.isFinite) ? numbers : undefined;
}

function measurementViews(
  measurements: NonNullable<
    NonNullable<AnalysisRun['status']['metricResults']>[number]['measurements']
  >,
): MeasurementView[] {
  return measurements.map(measurement =>
    compact({
      phase: analysisPhase(measurement.phase),
      value: measurement.value,
      numbers: valueNumbers(measurement.value),
      startedAt: measurement.startedAt,
      finishedAt: measurement.finishedAt,
      message: measurement.message,
    }),
  );
}

/**
 * Wanted number of measurements: 1 without count and interval, none when only
 * the interval is set.
 *
 * @see pkg/apis/rollouts/v1alpha1/analysis_types.go `Metric.EffectiveCount`
 */
function effectiveCount(metric: RawMetric): number | undefined {
  const count = integer(metric.count);
  if (count) return count;
  return metric.interval ? undefined : 1;
}

function metricView(run: AnalysisRun, metric: RawMetric): AnalysisMetricView {
  const result = run.status.metricResults?.find(r => r.name === metric.name);
  return compact<AnalysisMetricView>({
    name: metric.name,
    phase: analysisPhase(result?.phase),
    message: result?.message,
    successCondition: metric.successCondition,
    failureCondition: metric.failureCondition,
    limits: [
      ...parseLimits(metric.successCondition, 'success'),
      ...parseLimits(metric.failureCondition, 'failure'),
    ],
    failureLimit: integer(metric.failureLimit) ?? 0,
    inconclusiveLimit: integer(metric.inconclusiveLimit) ?? 0,
    // utils/defaults: DefaultConsecutiveErrorLimit
    consecutiveErrorLimit: integer(metric.consecutiveErrorLimit) ?? 4,
    counts: {
      successful: result?.successful ?? 0,
      failed: result?.failed ?? 0,
      inconclusive: result?.inconclusive ?? 0,
      error: result?.error ?? 0,
    },
    count: effectiveCount(metric),
    interval: metric.interval,
    provider: metric.provider,
    query: result?.resolvedQuery ?? metric.query,
    dryRun: result?.dryRun ?? run.spec.dryRun?.includes(metric.name) ?? false,
    measurements: measurementViews(result?.measurements ?? []),
  });
}

const TYPES = ['Step', 'Background', 'PrePromotion', 'PostPromotion'] as const;

function analysisRunView(run: AnalysisRun): AnalysisRunView {
  const { metadata, spec, status } = run;
  const metrics = spec.metrics.map(metric => metricView(run, metric));
  const phase = analysisPhase(status.phase);
  const revision = revisionOf(metadata.annotations);
  return compact<AnalysisRunView>({
    uid: metadata.uid,
    name: metadata.name,
    type:
      TYPES.find(type => type === metadata.labels?.['rollout-type']) ?? 'Other',
    stepIndex: integer(metadata.labels?.['step-index']),
    revision: revision || undefined,
    podTemplateHash: metadata.labels?.[POD_TEMPLATE_HASH_LABEL],
    phase,
    message: status.message,
    verdict: verdictOf(phase, status.message, metrics),
    startedAt: status.startedAt ?? metadata.creationTimestamp,
    finishedAt: status.completedAt,
    terminating: spec.terminate === true && !hasEnded(phase),
    metrics,
  });
}

/**
 * The rollout's AnalysisRuns, newest first. Runs of other owners are ignored.
 *
 * @see pkg/kubectl-argo-rollouts/info/analysisrun_info.go `getAnalysisRunInfo`
 */
export function deriveAnalysisRuns(
  rollout: Rollout,
  analysisRuns: readonly AnalysisRun[],
): AnalysisRunView[] {
  return ownedBy(rollout.metadata.uid, analysisRuns)
    .map(run => ({ run, view: analysisRunView(run) }))
    .sort((a, b) => {
      const [x, y] = [a.run.metadata, b.run.metadata];
      return (
        compareLatest(x.creationTimestamp, y.creationTimestamp) ||
        (x.name > y.name ? -1 : 1)
      );
    })
    .map(({ view }) => view);
}
