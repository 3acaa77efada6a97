import {
  seededUnit,
  ServiceName,
  serviceProfile,
} from '@slipway/platform-model';
import { METRIC_NAME, Series, SeriesSource } from '@slipway/promql';
import { podParts } from './podParts';
import { ModelLine } from './types';
import { calleeFailure, ordinary, ownFailure, slowRequests } from './words';

/** Requests for each ordinary line. */
const REQUESTS_PER_LINE = 50;
/** Lines of one kind that a pod writes between two samples at most. */
const MOST_LINES = 10;
/** A sample before the interval is needed to know what was counted in it. */
const SAMPLE_BEFORE_MS = 20_000;
/** Above so many times the usual latency requests are slow. */
const SLOW_FACTOR = 4;

interface Step {
  from: number;
  to: number;
  /** Growth of each counter. */
  requests: number;
  failures: number;
  latencyMs: number;
  calls: Map<string, number>;
}

/** The name of the service that a series of outbound requests leads to. */
function calleeOf(labels: Series['labels']): string {
  const { dst_deployment: deployment, dst_replicaset: replicaSet } = labels;
  return (
    deployment ??
    replicaSet?.replace(/-[a-z0-9]+$/, '') ??
    labels.dst_service ??
    'a service'
  );
}

/** What was counted between samples of one pod, oldest first. */
function stepsOf(series: readonly Series[]): Step[] {
  const steps = new Map<number, Step>();
  for (const { labels, times, values } of series) {
    const name = labels[METRIC_NAME];
    for (let index = 1; index < times.length; index += 1) {
      const to = times[index];
      const grown = Math.max(0, values[index] - values[index - 1]);
      const step = steps.get(to) ?? {
        from: times[index - 1],
        to,
        requests: 0,
        failures: 0,
        latencyMs: 0,
        calls: new Map<string, number>(),
      };
      steps.set(to, step);
      if (labels.direction === 'outbound') {
        const callee = calleeOf(labels);
        step.calls.set(callee, (step.calls.get(callee) ?? 0) + grown);
      } else if (name === 'request_total') step.requests += grown;
      else if (name === 'response_total') step.failures += grown;
      else step.latencyMs += grown;
    }
  }
  return [...steps.values()].sort((a, b) => a.to - b.to);
}

function linesOfStep(
  namespace: string,
  pod: string,
  service: ServiceName,
  step: Step,
): ModelLine[] {
  const lines: ModelLine[] = [];
  const write = (
    kind: string,
    count: number,
    words: (seed: string) => Pick<ModelLine, 'level' | 'logger' | 'message'>,
  ) => {
    for (let index = 0; index < Math.min(count, MOST_LINES); index += 1) {
      const seed = [pod, step.to, kind, index].join(' ');
      const at = Math.floor(
        step.from + seededUnit(seed, 'at') * (step.to - step.from),
      );
      lines.push({
        at,
        // Unique within a pod, and in the order of time: a thousand places for each ms.
        offset: (at - 1_700_000_000_000) * 1_000 + lines.length,
        namespace,
        pod,
        thread: `http-nio-${serviceProfile(service)?.port ?? 8080}-exec-${
          1 + Math.floor(seededUnit(seed, 'thread') * 10)
        }`,
        ...words(seed),
      });
    }
  };
  let ofCallees = 0;
  for (const [callee, failures] of step.calls) {
    const shown = Math.min(failures, step.failures - ofCallees);
    ofCallees += shown;
    write(`callee ${callee}`, shown, seed =>
      calleeFailure(service, callee, seed),
    );
  }
  write('own', step.failures - ofCallees, seed => ownFailure(service, seed));
  const { medianMs = 10, calls = [] } = serviceProfile(service) ?? {};
  const mean = step.requests ? step.latencyMs / step.requests : 0;
  if (mean > SLOW_FACTOR * (medianMs + 10 * calls.length)) {
    write('slow', 1, () => slowRequests(service, mean));
  }
  const expected = step.requests / REQUESTS_PER_LINE;
  const drawn = seededUnit(pod, step.to, 'ordinary') < expected % 1 ? 1 : 0;
  write('ordinary', Math.floor(expected) + drawn, seed =>
    ordinary(service, seed),
  );
  return lines;
}

const selection = (
  namespace: string,
  more: Array<[label: string, value: string]>,
) => [
  { label: 'namespace', operator: '=' as const, value: namespace },
  ...more.map(([label, value]) => ({ label, operator: '=' as const, value })),
];

/**
 * What the pods of a namespace wrote in a time, made of what their proxies
 * counted: each failed request is a line, up to ten between two samples, so
 * that logs and charts say the same. The same samples always give the same lines.
 *
 * @param from - ms since 1970, included
 * @param to - ms since 1970, not included
 */
export function modelLines(
  metrics: SeriesSource,
  { namespace, from, to }: { namespace: string; from: number; to: number },
): ModelLine[] {
  const select = (...labels: Array<[string, string]>) =>
    metrics.select(
      selection(namespace, labels),
      from - SAMPLE_BEFORE_MS,
      // The sample that ends the interval may be a whole one later.
      to + SAMPLE_BEFORE_MS,
    );
  const series = [
    ...select([METRIC_NAME, 'request_total'], ['direction', 'inbound']),
    ...select([METRIC_NAME, 'response_total'], ['classification', 'failure']),
    ...select([METRIC_NAME, 'response_latency_ms_sum']),
  ];
  const byPod = new Map<string, Series[]>();
  for (const one of series) {
    const { pod } = one.labels;
    if (pod) byPod.set(pod, [...(byPod.get(pod) ?? []), one]);
  }
  return [...byPod].flatMap(([pod, own]) => {
    const parts = podParts(pod);
    if (!parts) return [];
    return stepsOf(own)
      .filter(step => step.to > from && step.from < to)
      .flatMap(step => linesOfStep(namespace, pod, parts.service, step))
      .filter(({ at }) => at >= from && at < to);
  });
}
