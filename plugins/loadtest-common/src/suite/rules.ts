import { Threshold, ThresholdMetric } from '../types';
import { SuiteDocument, ThresholdDocument } from './document';
import { bucketOf, ratioOf, secondsOf } from './units';

/** A rule that is broken at a path of the document. */
export interface BrokenRule {
  path: ReadonlyArray<string | number>;
  message: string;
}

/** What a metric is, by its name: `p95`, `failureRatio`, `throughput`. */
export function metricOf(name: string): ThresholdMetric {
  if (name === 'failureRatio' || name === 'throughput') return { kind: name };
  return {
    kind: 'percentile',
    quantile: Number((Number(name.slice(1)) / 100).toFixed(4)),
  };
}

/** `p95`, `Failure ratio`, `Throughput`. */
export function metricInWords(metric: ThresholdMetric): string {
  if (metric.kind === 'percentile') {
    return `p${Number((metric.quantile * 100).toFixed(2))}`;
  }
  return metric.kind === 'failureRatio' ? 'Failure ratio' : 'Throughput';
}

/** A value of a metric with its unit: `400 ms`, `1.5 %`, `20 req/s`. */
export function valueInWords(metric: ThresholdMetric, value: number): string {
  const three = (number: number) => Number(number.toPrecision(3));
  if (metric.kind === 'percentile') return `${Math.round(value)} ms`;
  return metric.kind === 'failureRatio'
    ? `${three(value * 100)} %`
    : `${three(value)} req/s`;
}

/** The limit of a threshold; undefined when its form does not fit the metric. */
function limitOf({ metric, atMost, atLeast }: ThresholdDocument) {
  const { kind } = metricOf(metric);
  if (kind === 'throughput') return atMost === undefined ? atLeast : undefined;
  if (atMost === undefined || atLeast !== undefined) return undefined;
  if (kind === 'failureRatio') return ratioOf(atMost);
  const limit = secondsOf(atMost);
  return limit === undefined ? undefined : limit * 1000;
}

const LIMIT_RULES: Record<ThresholdMetric['kind'], string> = {
  percentile: 'A percentile needs atMost with a time, as in 400ms.',
  failureRatio: 'failureRatio needs atMost with a share, as in 1%.',
  throughput: 'throughput needs atLeast with requests per second, as in 20.',
};

function brokenThreshold(
  threshold: ThresholdDocument,
  index: number,
): BrokenRule[] {
  const { kind } = metricOf(threshold.metric);
  const limit = limitOf(threshold);
  if (limit === undefined) {
    return [{ path: ['thresholds', index], message: LIMIT_RULES[kind] }];
  }
  if (kind === 'percentile' && bucketOf(limit) !== limit) {
    return [
      {
        path: ['thresholds', index, 'atMost'],
        message: `Times are counted to three significant digits, so that this limit cannot be judged exactly; the nearest is ${bucketOf(
          limit,
        )}ms.`,
      },
    ];
  }
  if (threshold.stopOnBreach && threshold.window === undefined) {
    return [
      {
        path: ['thresholds', index, 'stopOnBreach'],
        message:
          'stopOnBreach needs a window: the whole run is known at its end.',
      },
    ];
  }
  const window =
    threshold.window === undefined ? undefined : secondsOf(threshold.window);
  if (window !== undefined && window < 5) {
    return [
      {
        path: ['thresholds', index, 'window'],
        message: 'A window is at least 5s long: samples come every 2 seconds.',
      },
    ];
  }
  return [];
}

/** What the JSON schema cannot say. */
export function brokenRules(document: SuiteDocument): BrokenRule[] {
  const broken: BrokenRule[] = [];
  const twice = (
    list: readonly string[],
    path: (index: number) => BrokenRule['path'],
    what: string,
  ) =>
    list.forEach((one, index) => {
      if (list.indexOf(one) !== index) {
        broken.push({ path: path(index), message: `${what} is there twice.` });
      }
    });
  twice(
    document.userClasses.map(({ name }) => name),
    index => ['userClasses', index, 'name'],
    'This user class',
  );
  twice(
    document.targets.map(({ cluster, namespace }) => `${cluster}/${namespace}`),
    index => ['targets', index],
    'A target in this cluster and namespace',
  );
  document.userClasses.forEach(({ pacing }, index) => {
    if ((secondsOf(pacing) ?? 0) <= 0) {
      broken.push({
        path: ['userClasses', index, 'pacing'],
        message: 'The pacing must be more than 0.',
      });
    }
  });
  const { spike } = document.profiles;
  if (spike && spike.peak <= spike.base) {
    broken.push({
      path: ['profiles', 'spike', 'peak'],
      message: 'The peak must be higher than the base.',
    });
  }
  (document.thresholds ?? []).forEach((threshold, index) =>
    broken.push(...brokenThreshold(threshold, index)),
  );
  return broken;
}

/** The thresholds of a document that broke no rule. */
export function thresholdsOf(
  documents: readonly ThresholdDocument[] = [],
): Threshold[] {
  return documents.flatMap((document, index) => {
    const limit = limitOf(document);
    if (limit === undefined) return [];
    const metric = metricOf(document.metric);
    const { endpoint, window } = document;
    const windowSeconds = window === undefined ? undefined : secondsOf(window);
    return [
      {
        id: `${index + 1}`,
        metric,
        direction: metric.kind === 'throughput' ? 'atLeast' : 'atMost',
        limit,
        ...(endpoint === undefined ? {} : { endpoint }),
        ...(windowSeconds === undefined ? {} : { windowSeconds }),
        stopOnBreach: document.stopOnBreach ?? false,
      },
    ];
  });
}

/** `p95 of GET /orders at most 400 ms in every 30 s`. */
export function thresholdInWords(threshold: Threshold): string {
  const { metric, endpoint, direction, limit, windowSeconds } = threshold;
  return [
    metricInWords(metric),
    ...(endpoint ? [`of ${endpoint}`] : []),
    direction === 'atMost' ? 'at most' : 'at least',
    valueInWords(metric, limit),
    windowSeconds === undefined
      ? 'over the whole run'
      : `in every ${windowSeconds} s`,
  ].join(' ');
}
