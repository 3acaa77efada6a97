import { LATENCY_BOUNDS_MS } from './latency.ts';
import type {
  CallCounters,
  ModelState,
  PodCounters,
  TrafficCounters,
} from './types.ts';

function escapeLabel(value: string): string {
  return value
    .replaceAll('\\', '\\\\')
    .replaceAll('"', '\\"')
    .replaceAll('\n', '\\n');
}

function labelText(labels: Record<string, string>): string {
  return Object.entries(labels)
    .map(([name, value]) => `${name}="${escapeLabel(value)}"`)
    .join(',');
}

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

interface Families {
  requests: string[];
  responses: string[];
  latency: string[];
}

function addCalls(families: Families, text: string, calls: CallCounters): void {
  families.requests.push(`request_total{${text}} ${calls.requests}`);
  families.responses.push(
    `response_total{${text},classification="success",status_code="200"} ${
      calls.requests - calls.failures
    }`,
    `response_total{${text},classification="failure",status_code="500"} ${calls.failures}`,
  );
}

function addLatency(
  families: Families,
  text: string,
  traffic: TrafficCounters,
): void {
  let upTo = 0;
  LATENCY_BOUNDS_MS.forEach((bound, index) => {
    upTo += traffic.latencyBuckets[index];
    const rounded = Math.min(traffic.requests, Math.round(upTo));
    families.latency.push(
      `response_latency_ms_bucket{${text},le="${bound}"} ${rounded}`,
    );
  });
  families.latency.push(
    `response_latency_ms_bucket{${text},le="+Inf"} ${traffic.requests}`,
    `response_latency_ms_sum{${text}} ${Math.round(traffic.latencySumMs)}`,
    `response_latency_ms_count{${text}} ${traffic.requests}`,
  );
}

/**
 * The counters in Prometheus' text format, with the names and labels of the
 * Linkerd proxy, per pod: `request_total` and `response_total` inbound and
 * outbound, `response_latency_ms` inbound. Pods that nothing measures are left out.
 */
export function renderMetrics(state: ModelState): string {
  const families: Families = { requests: [], responses: [], latency: [] };
  for (const entry of state.counters.values()) {
    if (!entry.measured) {
      continue;
    }
    const labels = podLabels(entry);
    const inbound = labelText({
      ...labels,
      direction: 'inbound',
      tls: 'true',
    });
    addCalls(families, inbound, entry.inbound);
    addLatency(families, inbound, entry.inbound);
    for (const [callee, calls] of Object.entries(entry.outbound)) {
      const outbound = labelText({
        ...labels,
        direction: 'outbound',
        tls: 'true',
        dst_namespace: entry.pod.namespace,
        dst_deployment: callee,
      });
      addCalls(families, outbound, calls);
    }
  }
  return [
    '# HELP request_total Requests received or sent.',
    '# TYPE request_total counter',
    ...families.requests,
    '# HELP response_total Responses sent or received.',
    '# TYPE response_total counter',
    ...families.responses,
    '# HELP response_latency_ms Milliseconds from a request to the end of its response.',
    '# TYPE response_latency_ms histogram',
    ...families.latency,
    '',
  ].join('\n');
}
