import { Metric } from '../analysisModel';
import { parseDuration } from '../../../loops/time';
import { intOf } from './templates';

/** What is wrong with one metric. Upstream: `ValidateMetric` in `utils/analysis/factory.go`. */
function metricError(metric: Metric): string | undefined {
  const count = intOf(metric.count) ?? 0;
  const failures = intOf(metric.failureLimit) ?? 0;
  const successes = intOf(metric.consecutiveSuccessLimit) ?? 0;
  const inconclusive = intOf(metric.inconclusiveLimit) ?? 0;
  if (successes < 0) return 'consecutiveSuccessLimit must be >= 0';
  if (failures < -1) return 'failureLimit must be >= 0, or -1 to be disabled';
  if (successes === 0 && failures === -1) {
    return 'failureLimit and consecutiveSuccessLimit cannot both be disabled';
  }
  if (inconclusive < 0) return 'inconclusiveLimit must be >= 0';
  if ((intOf(metric.consecutiveErrorLimit) ?? 0) < 0) {
    return 'consecutiveErrorLimit must be >= 0';
  }
  if (count > 0) {
    if (failures >= 0 && count < failures + successes) {
      return `count (${count}) must be >= failureLimit + consecutiveSuccessLimit (${failures} + ${successes}) if both >= 0`;
    }
    if (failures < 0 && count < successes) {
      return 'count must be >= consecutiveSuccessLimit';
    }
    if (count < inconclusive) return 'count must be >= inconclusiveLimit';
  }
  if (count > 1 && !metric.interval) {
    return 'interval must be specified when count > 1';
  }
  if (metric.interval && parseDuration(metric.interval) === undefined) {
    return `invalid interval string: time: invalid duration "${metric.interval}"`;
  }
  if (metric.initialDelay && parseDuration(metric.initialDelay) === undefined) {
    return `invalid startDelay string: time: invalid duration "${metric.initialDelay}"`;
  }
  const providers = Object.keys(metric.provider ?? {}).length;
  if (providers === 0) return 'no provider specified';
  if (providers > 1) return 'multiple providers specified';
  return undefined;
}

/**
 * What is wrong with metrics; undefined when nothing is.
 *
 * @param metrics - gives them with their arguments filled in; what it throws counts as wrong
 */
export function validateMetrics(metrics: () => Metric[]): string | undefined {
  let resolved: Metric[];
  try {
    resolved = metrics();
  } catch (error) {
    return error instanceof Error ? error.message : String(error);
  }
  if (!resolved.length) return 'no metrics specified';
  const names = new Set<string>();
  for (const [index, metric] of resolved.entries()) {
    if (names.has(metric.name)) {
      return `metrics[${index}]: duplicate name '${metric.name}'`;
    }
    names.add(metric.name);
    const wrong = metricError(metric);
    if (wrong) return `metrics[${index}]: ${wrong}`;
  }
  return undefined;
}
