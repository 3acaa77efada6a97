import {
  formatValue,
  GOLDEN_QUERIES,
  GoldenMetric,
} from '@slipway/plugin-metrics-common';
import { Limit, Revision, Threshold } from './types';

const METRIC_WORDS: Record<GoldenMetric, string> = {
  successRate: 'success rate',
  requestRate: 'requests per second',
  latencyP50: 'p50 latency',
  latencyP95: 'p95 latency',
  latencyP99: 'p99 latency',
};

/** `p95 latency`, within a sentence. */
export function metricInWords(metric: GoldenMetric): string {
  return METRIC_WORDS[metric];
}

/** A figure with the unit of its metric, in three digits. */
export function metricValue(metric: GoldenMetric, value: number): string {
  return formatValue(value, GOLDEN_QUERIES[metric].unit);
}

function limitInWords(metric: GoldenMetric, limit: Limit): string {
  return limit.kind === 'absolute'
    ? metricValue(metric, limit.value)
    : `${limit.percent} % of the baseline`;
}

/** `success rate at least 99 %`, `p95 latency at most 150 % of the baseline` */
export function thresholdInWords({
  metric,
  direction,
  limit,
}: Pick<Threshold, 'metric' | 'direction' | 'limit'>): string {
  return `${metricInWords(metric)} ${
    direction === 'atMost' ? 'at most' : 'at least'
  } ${limitInWords(metric, limit)}`;
}

/** A threshold with the time in which it must hold: `success rate at least 99 %, all the time` */
export function expectationInWords(
  threshold: Pick<Threshold, 'metric' | 'direction' | 'limit' | 'expect'>,
): string {
  return `${thresholdInWords(threshold)}, ${
    threshold.expect === 'always' ? 'all the time' : 'again within the recovery'
  }`;
}

/** What is added to a sentence on one revision: ` of the canary`. */
export function ofRevision(revision: Revision): string {
  return revision === 'all' ? '' : ` of the ${revision} pods`;
}

/** The sentence with its first letter as a capital. */
export function sentence(text: string): string {
  return text.charAt(0).toLocaleUpperCase('en-US') + text.slice(1);
}

/** `1 sample`, `2 samples` */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`;
}
