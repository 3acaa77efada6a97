import { LATENCY_BOUNDS_MS } from './latency.ts';
import type { CallCounters, ModelState, PodCounters } from './types.ts';

/** Name and labels of one series of a pod. */
export interface PodSeries {
  name: string;
  labels: Readonly<Record<string, string>>;
}

/** What the exposition says of each family, in its order. */
const families = [
  {
    name: 'request_total',
    help: 'Requests received or sent.',
    type: 'counter',
  },
  {
    name: 'response_total',
    help: 'Responses sent or received.',
    type: 'counter',
  },
  {
    name: 'response_latency_ms',
    help: 'Milliseconds from a request to the end of its response.',
    type: 'histogram',
  },
] as const;

function podLabels({ pod }: PodCounters): Record<string, string> {
  const labels: Record<string, string> = {
    namespace: pod.namespace,
    pod: pod.name,
    deployment: pod.workload,
  };
  if (pod.templateHash) {
    labels.rollouts_pod_template_hash = pod.templateHash;
  }
  return labels;
}

function callSeries(labels: Record<string, string>): PodSeries[] {
  return [
    { name: 'request_total', labels },
    {
      name: 'response_total',
      labels: { ...labels, classification: 'success', status_code: '200' },
    },
    {
      name: 'response_total',
      labels: { ...labels, classification: 'failure', status_code: '500' },
    },
  ];
}

function callValues(calls: CallCounters): number[] {
  return [calls.requests, calls.requests - calls.failures, calls.failures];
}

/**
 * The series that a pod's proxy shows, named and labelled as by Linkerd, in the
 * order of {@link podValues}; none when nothing measures the pod. They change
 * only with the pod's identity and with whom it calls.
 */
export function podSeries(entry: PodCounters): PodSeries[] {
  if (!entry.measured) {
    return [];
  }
  const labels = podLabels(entry);
  const inbound = { ...labels, direction: 'inbound', tls: 'true' };
  const bucket = (le: string): PodSeries => ({
    name: 'response_latency_ms_bucket',
    labels: { ...inbound, le },
  });
  return [
    ...callSeries(inbound),
    ...LATENCY_BOUNDS_MS.map(bound => bucket(String(bound))),
    bucket('+Inf'),
    { name: 'response_latency_ms_sum', labels: inbound },
    { name: 'response_latency_ms_count', labels: inbound },
    ...Object.keys(entry.outbound).flatMap(callee =>
      callSeries({
        ...labels,
        direction: 'outbound',
        tls: 'true',
        dst_namespace: entry.pod.namespace,
        dst_deployment: callee,
      }),
    ),
  ];
}

/** What the pod's counters show now, in the order of {@link podSeries}. */
export function podValues(entry: PodCounters): number[] {
  if (!entry.measured) {
    return [];
  }
  const { inbound } = entry;
  const values = callValues(inbound);
  let upTo = 0;
  LATENCY_BOUNDS_MS.forEach((_, index) => {
    upTo += inbound.latencyBuckets[index];
    values.push(Math.min(inbound.requests, Math.round(upTo)));
  });
  values.push(
    inbound.requests,
    Math.round(inbound.latencySumMs),
    inbound.requests,
  );
  for (const calls of Object.values(entry.outbound)) {
    values.push(...callValues(calls));
  }
  return values;
}

function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function labelText(labels: Readonly<Record<string, string>>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
}

/**
 * The counters in Prometheus' text format, with the names and labels of the
 * Linkerd proxy, per pod: `request_total` and `response_total` inbound and
 * outbound, `response_latency_ms` inbound. Pods that nothing measures are left out.
 */
export function renderMetrics(state: ModelState): string {
  const lines = new Map<string, string[]>(
    families.map(family => [family.name, []]),
  );
  for (const entry of state.counters.values()) {
    const values = podValues(entry);
    podSeries(entry).forEach(({ name, labels }, index) =>
      lines
        .get(name.replace(/_(?:bucket|sum|count)$/, ''))
        ?.push(`${name}{${labelText(labels)}} ${values[index]}`),
    );
  }
  return [
    ...families.flatMap(({ name, help, type }) => [
      `# HELP ${name} ${help}`,
      `# TYPE ${name} ${type}`,
      ...(lines.get(name) ?? []),
    ]),
    '',
  ].join('\n');
}
