import { whyUnbounded } from '@slipway/plugin-metrics-common';
import { compact } from '@slipway/plugin-clusters-common/read';
import {
  AnalysisRun,
  RawArgument,
  RawMeasurement,
  RawMetric,
} from '../raw/types';
import {
  AnalysisMetricView,
  AnalysisPhase,
  MeasurementView,
  MetricField,
  RuleNumber,
} from '../types';
import { resolveArguments, ruleNumber } from './arguments';
import { goDurationSeconds, isoAfter } from './duration';
import { parseLimits } from './limits';
import { valueNumbers } from './value';

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

/** The message of a measurement that was ended with its run. @see analysis/analysis.go `runMeasurements` */
const METRIC_TERMINATED = 'Metric Terminated';

function finiteNumbers(value: string | undefined): number[] | undefined {
  const numbers = valueNumbers(value);
  return numbers?.every((one): one is number => one !== null)
    ? numbers
    : undefined;
}

const measurementViews = (
  measurements: readonly RawMeasurement[],
): MeasurementView[] =>
  measurements.map(measurement =>
    compact<MeasurementView>({
      phase: analysisPhase(measurement.phase),
      value: measurement.value,
      numbers: finiteNumbers(measurement.value),
      startedAt: measurement.startedAt,
      finishedAt: measurement.finishedAt,
      message: measurement.message,
      terminated:
        measurement.phase === 'Successful' &&
        measurement.message === METRIC_TERMINATED
          ? true
          : undefined,
      metadata: measurement.metadata,
    }),
  );

/**
 * Wanted number of measurements: 1 without count and interval, none when only
 * the interval is set.
 *
 * @see pkg/apis/rollouts/v1alpha1/analysis_types.go `Metric.EffectiveCount`
 */
export function effectiveCount(
  count: RuleNumber | undefined,
  interval: string | undefined,
): RuleNumber | undefined {
  if (count) return count;
  return interval ? undefined : 1;
}

/** Whether a regular expression of the controller's matches a name; undefined when it cannot be read. */
function matches(expression: string, name: string): boolean | undefined {
  const [, flag, rest] = /^(\(\?i\))?([\s\S]*)$/.exec(expression) ?? [];
  // Go's expressions end in time; one that would not here cannot be read.
  if (whyUnbounded(rest ?? '', flag !== undefined)) return undefined;
  try {
    return new RegExp(rest ?? '', flag ? 'i' : '').test(name);
  } catch {
    return undefined;
  }
}

/** @see utils/analysis/helpers.go `GetDryRunMetrics` */
const isDryRun = (run: AnalysisRun, name: string, recorded?: boolean) =>
  recorded === true ||
  (run.spec.dryRun ?? []).some(rule => matches(rule, name) === true);

/** @see analysis/analysis.go `DefaultMeasurementHistoryLimit` */
const KEPT = 10;

/** @see utils/analysis/helpers.go `GetMeasurementRetentionMetrics`: the last rule that matches counts */
function keptOf(run: AnalysisRun, name: string): number {
  const rule = (run.spec.measurementRetention ?? [])
    .filter(({ metricName }) => matches(metricName, name))
    .at(-1);
  return rule && rule.limit > 0 ? rule.limit : KEPT;
}

/** The members of a metric that are texts or numbers, with their arguments filled in. */
class Reader {
  readonly template: Partial<Record<MetricField, string>> = {};

  constructor(
    private readonly metric: RawMetric,
    private readonly args: readonly RawArgument[],
  ) {}

  text(field: MetricField): string | undefined {
    const raw = this.metric[field];
    if (raw === undefined || raw === '') return undefined;
    const { text, templated } = resolveArguments(String(raw), this.args);
    if (templated) this.template[field] = String(raw);
    return text;
  }

  number(field: MetricField): RuleNumber | undefined {
    this.text(field);
    const raw = this.metric[field];
    return raw === '' ? undefined : ruleNumber(raw, this.args);
  }
}

/** The thresholds of Kayenta as the conditions that they are. @see metricproviders/kayenta/kayenta.go `evaluateResult` */
function conditionsOf(metric: RawMetric, reader: Reader) {
  const { threshold } = metric;
  if (threshold) {
    const { pass, marginal } = threshold;
    return {
      successCondition: pass === undefined ? undefined : `result >= ${pass}`,
      failureCondition:
        marginal === undefined ? undefined : `result < ${marginal}`,
    };
  }
  return {
    successCondition: reader.text('successCondition'),
    failureCondition: reader.text('failureCondition'),
  };
}

/** When a metric that waits is measured for the first time. @see analysis/analysis.go `generateMetricTasks` */
function firstMeasurementAt(
  run: AnalysisRun,
  initialDelay: string | undefined,
): string | undefined {
  const { startedAt, completedAt } = run.status;
  const delay = initialDelay && goDurationSeconds(initialDelay);
  return startedAt && !completedAt && delay
    ? isoAfter(startedAt, delay)
    : undefined;
}

/** Reads one metric of a run: its arguments filled in, its result, its limits. @see utils/analysis/factory.go `ResolveMetricArgs` */
export function metricView(
  run: AnalysisRun,
  metric: RawMetric,
): AnalysisMetricView {
  const reader = new Reader(metric, run.spec.args ?? []);
  const name = reader.text('name') ?? '';
  const result = run.status.metricResults?.find(
    one => one.name === name || one.name === metric.name,
  );
  const conditions = conditionsOf(metric, reader);
  const interval = reader.text('interval');
  const initialDelay = reader.text('initialDelay');
  const query = reader.text('query');
  const consecutive = compact({
    error: result?.consecutiveError,
    success: result?.consecutiveSuccess,
  });
  const measurements = measurementViews(result?.measurements ?? []);
  const view = compact<AnalysisMetricView>({
    name,
    phase: analysisPhase(result?.phase),
    message: result?.message,
    ...conditions,
    limits: [
      ...parseLimits(conditions.successCondition, 'success'),
      ...parseLimits(conditions.failureCondition, 'failure'),
    ],
    failureLimit: reader.number('failureLimit') ?? 0,
    inconclusiveLimit: reader.number('inconclusiveLimit') ?? 0,
    // utils/defaults: DefaultConsecutiveErrorLimit
    consecutiveErrorLimit: reader.number('consecutiveErrorLimit') ?? 4,
    consecutiveSuccessLimit: reader.number('consecutiveSuccessLimit'),
    counts: {
      successful: result?.successful ?? 0,
      failed: result?.failed ?? 0,
      inconclusive: result?.inconclusive ?? 0,
      error: result?.error ?? 0,
    },
    consecutive: Object.keys(consecutive).length ? consecutive : undefined,
    count: effectiveCount(reader.number('count'), interval),
    interval,
    initialDelay,
    firstMeasurementAt: measurements.length
      ? undefined
      : firstMeasurementAt(run, initialDelay),
    provider: metric.provider,
    query: result?.resolvedQuery ?? query,
    dryRun: isDryRun(run, name, result?.dryRun),
    measurements,
    kept: keptOf(run, name),
  });
  return Object.keys(reader.template).length
    ? { ...view, template: reader.template }
    : view;
}
