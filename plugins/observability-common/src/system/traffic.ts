import { workloadOf } from '@slipway/plugin-metrics-common';
import { Reading } from '../queries/reading';
import { Call, CallEnd, WorkloadTraffic } from './types';

/** The answer to a query of the table of namespaces: labels and value of each series. */
export type Rates = ReadonlyArray<{
  labels: Readonly<Record<string, string>>;
  value: number;
}>;

/** The entity that owns a workload. */
export type EntityOf = (
  namespace: string,
  workload: string,
) => string | undefined;

/** Sums by the name of the workload; the revisions of a Rollout are one. What is not finite is left out. */
function byWorkload(rates: Rates): Map<string, number> {
  const sums = new Map<string, number>();
  for (const { labels, value } of rates) {
    const workload = workloadOf(labels);
    if (!workload || !Number.isFinite(value)) continue;
    sums.set(workload, value + (sums.get(workload) ?? 0));
  }
  return sums;
}

const NO_TRAFFIC: Reading = { state: 'no-traffic' };
const measured = (value: number): Reading => ({ state: 'measured', value });

/**
 * Golden metrics of each workload of a namespace. A workload that has a proxy
 * and no requests has no traffic; one without a proxy is not in the answer.
 */
export function workloadTraffic(
  namespace: string,
  answers: Record<'requests' | 'responses' | 'failures' | 'proxies', Rates>,
  entityOf: EntityOf,
): WorkloadTraffic[] {
  const requests = byWorkload(answers.requests);
  const responses = byWorkload(answers.responses);
  const failures = byWorkload(answers.failures);
  const proxies = byWorkload(answers.proxies);
  return [...new Set([...proxies.keys(), ...requests.keys()])]
    .sort()
    .map(workload => {
      const rate = requests.get(workload) ?? 0;
      const answered = responses.get(workload) ?? 0;
      const entityRef = entityOf(namespace, workload);
      return {
        namespace,
        workload,
        ...(entityRef ? { entityRef } : {}),
        requestRate: rate > 0 ? measured(rate) : NO_TRAFFIC,
        successRate: successOf(rate, answered, failures.get(workload) ?? 0),
      };
    });
}

function successOf(rate: number, answered: number, failed: number): Reading {
  if (answered > 0) return measured(1 - Math.min(1, failed / answered));
  return rate > 0
    ? { state: 'unknown', reason: 'No request has been answered yet' }
    : NO_TRAFFIC;
}

/** Calls between workloads that carry something now. */
export function callsOf(
  answers: Record<'requests' | 'responses' | 'failures', Rates>,
  entityOf: EntityOf,
): Call[] {
  const found = new Map<string, Call>();
  const sums = {
    responses: new Map<string, number>(),
    failures: new Map<string, number>(),
  };
  const ends = (labels: Readonly<Record<string, string>>) => {
    const from = endOf(labels, '', entityOf);
    const to = endOf(labels, 'dst_', entityOf);
    return from && to
      ? { key: JSON.stringify([from, to]), from, to }
      : undefined;
  };
  for (const { labels, value } of answers.requests) {
    const both = ends(labels);
    // What was called and is not called now has a series that stands still.
    if (!both || !(value > 0)) continue;
    const { key, from, to } = both;
    const before = found.get(key)?.requestRate ?? 0;
    found.set(key, { from, to, requestRate: before + value });
  }
  for (const kind of ['responses', 'failures'] as const) {
    for (const { labels, value } of answers[kind]) {
      const key = ends(labels)?.key;
      if (key === undefined || !Number.isFinite(value)) continue;
      sums[kind].set(key, value + (sums[kind].get(key) ?? 0));
    }
  }
  return [...found].map(([key, call]) => {
    const answered = sums.responses.get(key) ?? 0;
    const failed = sums.failures.get(key) ?? 0;
    return answered > 0 ? { ...call, failureShare: failed / answered } : call;
  });
}

function endOf(
  labels: Readonly<Record<string, string>>,
  prefix: '' | 'dst_',
  entityOf: EntityOf,
): CallEnd | undefined {
  const namespace = labels[`${prefix}namespace`];
  const workload = workloadOf(labels, prefix);
  if (!namespace || !workload) return undefined;
  const entityRef = entityOf(namespace, workload);
  return { namespace, workload, ...(entityRef ? { entityRef } : {}) };
}
