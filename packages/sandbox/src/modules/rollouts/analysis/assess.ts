import { whyUnbounded } from '@slipway/plugin-metrics-common';
import {
  AnalysisRun,
  Measurement,
  Metric,
  MetricResult,
  Phase,
  RunSummary,
} from '../analysisModel';
import { parseDuration } from '../../../loops/time';
import { isPhaseCompleted } from '../rollouts/phase';
import { effectiveCount, intOf } from './templates';

/** What measurements mean for metrics and runs. Upstream: `analysis/analysis.go`. */

const ERROR_RETRY = 10_000;
const ERROR_LIMIT = 4;
/** From best to worst. */
const ORDER = [
  'Successful',
  'Running',
  'Pending',
  'Inconclusive',
  'Error',
  'Failed',
];

/** Whether the right phase is worse than the left one. Upstream: `IsWorse`. */
export const worsePhase = (left: Phase, right: Phase): boolean =>
  ORDER.indexOf(right) > ORDER.indexOf(left);

export const resultOf = (
  run: AnalysisRun,
  name: string,
): MetricResult | undefined =>
  run.status.metricResults?.find(result => result.name === name);

export const lastMeasurement = (
  run: AnalysisRun,
  name: string,
): Measurement | undefined => resultOf(run, name)?.measurements?.at(-1);

/** Whether nothing more is measured: somebody ended it, or a metric has failed. */
export const isTerminating = (run: AnalysisRun): boolean =>
  Boolean(run.spec.terminate) ||
  (run.status.metricResults ?? []).some(
    ({ dryRun, phase }) =>
      !dryRun && ['Failed', 'Error', 'Inconclusive'].includes(phase),
  );

/**
 * When a metric is to be measured next, ms since the epoch; undefined: never
 * again, or not before its run has started.
 */
export function nextMeasurementAt(
  run: AnalysisRun,
  metric: Metric,
): number | undefined {
  const result = resultOf(run, metric.name);
  if (isPhaseCompleted(result?.phase)) return undefined;
  const last = result?.measurements?.at(-1);
  if (!last) {
    const delay = metric.initialDelay
      ? parseDuration(metric.initialDelay) ?? 0
      : 0;
    if (!delay) return 0;
    const started = Date.parse(run.status.startedAt ?? '');
    return Number.isNaN(started) ? undefined : started + delay;
  }
  const count = effectiveCount(metric);
  if (count !== undefined && (result?.count ?? 0) >= count) return undefined;
  const interval =
    last.phase === 'Error' || !metric.interval
      ? ERROR_RETRY
      : parseDuration(metric.interval) ?? ERROR_RETRY;
  return Date.parse(last.finishedAt ?? '') + interval;
}

/** A metric's result with one more measurement. */
export function withMeasurement(
  result: MetricResult,
  measurement: Measurement,
): MetricResult {
  const more = (name: 'successful' | 'failed' | 'inconclusive' | 'error') => ({
    [name]: (result[name] ?? 0) + 1,
  });
  const next: MetricResult = {
    ...result,
    measurements: [...(result.measurements ?? []), measurement],
    consecutiveError: 0,
    consecutiveSuccess: 0,
  };
  switch (measurement.phase) {
    case 'Successful':
      Object.assign(next, more('successful'), {
        consecutiveSuccess: (result.consecutiveSuccess ?? 0) + 1,
      });
      break;
    case 'Failed':
      Object.assign(next, more('failed'));
      break;
    case 'Inconclusive':
      Object.assign(next, more('inconclusive'));
      break;
    default:
      Object.assign(next, more('error'), {
        consecutiveError: (result.consecutiveError ?? 0) + 1,
      });
  }
  if (measurement.phase !== 'Error') next.count = (result.count ?? 0) + 1;
  if (!next.consecutiveError) delete next.consecutiveError;
  if (!next.consecutiveSuccess) delete next.consecutiveSuccess;
  return next;
}

/** Whether a limit of a metric is passed, and which. */
export function limitPassed(
  metric: Metric,
  result: MetricResult,
): { phase: Phase; message: string } | undefined {
  const errors = intOf(metric.consecutiveErrorLimit) ?? ERROR_LIMIT;
  const { consecutiveError = 0, inconclusive = 0, failed = 0 } = result;
  if (consecutiveError > errors) {
    return {
      phase: 'Error',
      message: `consecutiveErrors (${consecutiveError}) > consecutiveErrorLimit (${errors})`,
    };
  }
  const undecided = intOf(metric.inconclusiveLimit) ?? 0;
  if (inconclusive > undecided) {
    return {
      phase: 'Inconclusive',
      message: `inconclusive (${inconclusive}) > inconclusiveLimit (${undecided})`,
    };
  }
  const failures = intOf(metric.failureLimit) ?? 0;
  if (failures >= 0 && failed > failures) {
    return {
      phase: 'Failed',
      message: `failed (${failed}) > failureLimit (${failures})`,
    };
  }
  return undefined;
}

/** The phase of one metric. Upstream: `assessMetricStatus`. */
export function metricPhase(
  metric: Metric,
  result: MetricResult,
  terminating: boolean,
): Phase {
  if (isPhaseCompleted(result.phase)) return result.phase;
  if (!result.measurements?.length) {
    return terminating ? 'Successful' : 'Pending';
  }
  const passed = limitPassed(metric, result);
  if (passed) return passed.phase;
  const successes = intOf(metric.consecutiveSuccessLimit) ?? 0;
  if (successes > 0 && (result.consecutiveSuccess ?? 0) >= successes) {
    return 'Successful';
  }
  const count = effectiveCount(metric);
  if (count !== undefined && (result.count ?? 0) >= count) {
    if (successes <= 0) return 'Successful';
    return (intOf(metric.failureLimit) ?? 0) >= 0 ? 'Inconclusive' : 'Failed';
  }
  return terminating ? 'Successful' : 'Running';
}

const compact = (summary: Required<RunSummary>): RunSummary =>
  Object.fromEntries(Object.entries(summary).filter(([, count]) => count > 0));

const emptySummary = () => ({
  count: 0,
  successful: 0,
  failed: 0,
  inconclusive: 0,
  error: 0,
});

export interface Assessment {
  phase: Phase;
  message: string;
  results: MetricResult[];
  runSummary: RunSummary;
  dryRunSummary: RunSummary;
  /** Metrics that have ended in this round. */
  ended: MetricResult[];
}

/** The phase of a whole run: it runs until every metric has ended, then the worst one counts. Upstream: `assessRunStatus`. */
export function assessRun(
  run: AnalysisRun,
  metrics: Metric[],
  dryRun: ReadonlySet<string>,
): Assessment {
  const terminating = isTerminating(run);
  const results = (run.status.metricResults ?? []).map(result => ({
    ...result,
  }));
  const ended: MetricResult[] = [];
  const summary = emptySummary();
  const dryRunSummary = emptySummary();
  let worst: Phase | undefined;
  let message = run.spec.terminate ? 'Run Terminated' : '';
  let complete = true;
  for (const metric of metrics) {
    const isDry = dryRun.has(metric.name);
    const counts = isDry ? dryRunSummary : summary;
    counts.count += 1;
    const result = results.find(one => one.name === metric.name);
    if (!result) {
      complete = false;
      continue;
    }
    const phase = metricPhase(metric, result, terminating);
    if (phase !== result.phase) {
      const said = result.measurements?.at(-1)?.message;
      if (said) result.message = said;
      else delete result.message;
      result.phase = phase;
      if (isPhaseCompleted(phase)) ended.push(result);
    }
    if (!isPhaseCompleted(phase)) {
      complete = false;
      continue;
    }
    const passed = limitPassed(metric, result);
    if (isDry) {
      worst ??= 'Successful';
      if (passed) {
        result.message = `Metric assessed ${phase} due to ${passed.message}`;
      }
    } else if (
      worst === undefined ||
      ORDER.indexOf(phase) > ORDER.indexOf(worst)
    ) {
      worst = phase;
      if (passed) {
        message = `Metric "${metric.name}" assessed ${phase} due to ${passed.message}`;
        if (result.message) {
          message += `: "Error Message: ${result.message}"`;
        }
      }
    }
    const verdict = passed?.phase;
    if (verdict === 'Error') counts.error += 1;
    else if (verdict === 'Failed') counts.failed += 1;
    else if (verdict === 'Inconclusive') counts.inconclusive += 1;
    else counts.successful += 1;
  }
  const common = {
    results,
    ended,
    runSummary: compact(summary),
    dryRunSummary: compact(dryRunSummary),
  };
  if (terminating) return { ...common, phase: worst ?? 'Successful', message };
  return complete && worst
    ? { ...common, phase: worst, message }
    : { ...common, phase: 'Running', message: '' };
}

/** Whether a rule matches a name; one that is no regular expression matches none. Upstream: `regexp.MatchString`, its error is dropped. */
function matches(rule: string, name: string): boolean {
  const [, flag, expression = ''] = /^(\(\?i\))?([\s\S]*)$/.exec(rule) ?? [];
  if (whyUnbounded(expression, flag !== undefined)) return false;
  try {
    return new RegExp(expression, flag ? 'i' : '').test(name);
  } catch {
    return false;
  }
}

/**
 * Names of the metrics that regular expressions choose.
 *
 * @throws naming a rule that chooses none
 */
export function chosenMetrics(
  rules: Array<{ metricName: string }> | undefined,
  metrics: Metric[],
  what: string,
): Map<string, number> {
  const chosen = new Map<string, number>();
  (rules ?? []).forEach(({ metricName }, index) => {
    const names = metrics
      .map(metric => metric.name)
      .filter(name => matches(metricName, name));
    if (!names.length) {
      throw new Error(
        `${what}[${index}]: Rule didn't match any metric name(s)`,
      );
    }
    names.forEach(name => chosen.set(name, index));
  });
  return chosen;
}
