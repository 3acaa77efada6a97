import { LATENCY_BOUNDS_MS } from './latency.ts';
import { ownerOf } from './owner.ts';
import type {
  CallCounters,
  ModelState,
  PodCounters,
  ServiceName,
} from './types.ts';

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
  {
    name: 'proxy_build_info',
    help: 'The proxy of the pod; always 1.',
    type: 'gauge',
  },
  {
    name: 'tcp_open_connections',
    help: 'Connections that are open now.',
    type: 'gauge',
  },
  {
    name: 'tcp_read_bytes_total',
    help: 'Bytes read from peers.',
    type: 'counter',
  },
  {
    name: 'tcp_write_bytes_total',
    help: 'Bytes written to peers.',
    type: 'counter',
  },
  {
    name: 'outbound_http_route_request_statuses_total',
    help: 'Completed requests by route of the called Service.',
    type: 'counter',
  },
  {
    name: 'outbound_http_route_backend_requests_total',
    help: 'Requests sent to each backend of a route.',
    type: 'counter',
  },
] as const;

/** Bytes of one request and of its answer, as a shop's JSON has them. */
const REQUEST_BYTES = 620;
const RESPONSE_BYTES = 2_400;
/** Connections that the proxies of callers keep open to a pod that serves. */
const KEPT_CONNECTIONS = 4;

/**
 * Series of the route of a called Service. Without an HTTPRoute it is the one
 * that the proxy makes for itself.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/#outbound-xroute-metrics
 */
function routeSeries(
  labels: Record<string, string>,
  namespace: string,
  callee: string,
): PodSeries[] {
  const route = {
    ...labels,
    direction: 'outbound',
    parent_kind: 'Service',
    parent_name: callee,
    parent_namespace: namespace,
    route_kind: 'default',
    route_name: 'http',
  };
  const statuses = (http_status: string): PodSeries => ({
    name: 'outbound_http_route_request_statuses_total',
    labels: { ...route, http_status, error: '' },
  });
  return [
    statuses('200'),
    statuses('500'),
    {
      name: 'outbound_http_route_backend_requests_total',
      labels: { ...route, backend_kind: 'default', backend_name: callee },
    },
  ];
}

function podLabels({ pod }: PodCounters): Record<string, string> {
  const { kind, name } = ownerOf(pod);
  return {
    namespace: pod.namespace,
    pod: pod.name,
    [kind]: name,
    ...(pod.templateHash
      ? { rollouts_pod_template_hash: pod.templateHash }
      : {}),
  };
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

/** What a pod has sent to each service: routes are of Services, whatever pods are behind them. */
function callsByService({
  outbound,
}: PodCounters): Map<ServiceName, CallCounters> {
  const services = new Map<ServiceName, CallCounters>();
  for (const { to, requests, failures } of Object.values(outbound)) {
    const before = services.get(to);
    services.set(to, {
      requests: (before?.requests ?? 0) + requests,
      failures: (before?.failures ?? 0) + failures,
    });
  }
  return services;
}

/**
 * The series that a pod's proxy shows, named and labelled as by Linkerd, in the
 * order of {@link podValues}; none when nothing measures the pod. They change
 * only with the pod's identity and with whose pods it calls.
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
    { name: 'proxy_build_info', labels },
    ...['open_connections', 'read_bytes_total', 'write_bytes_total'].map(
      (name): PodSeries => ({
        name: `tcp_${name}`,
        labels: { ...inbound, peer: 'src' },
      }),
    ),
    ...Object.values(entry.outbound).flatMap(({ owner }) =>
      callSeries({
        ...labels,
        direction: 'outbound',
        tls: 'true',
        dst_namespace: entry.pod.namespace,
        [`dst_${owner.kind}`]: owner.name,
      }),
    ),
    ...[...callsByService(entry).keys()].flatMap(callee =>
      routeSeries(labels, entry.pod.namespace, callee),
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
    1,
    entry.pod.ready ? KEPT_CONNECTIONS : 0,
    inbound.requests * REQUEST_BYTES,
    inbound.requests * RESPONSE_BYTES,
  );
  for (const calls of Object.values(entry.outbound)) {
    values.push(...callValues(calls));
  }
  for (const { requests, failures } of callsByService(entry).values()) {
    values.push(requests - failures, failures, requests);
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
 * outbound, `response_latency_ms` and TCP inbound, routes outbound. Pods that
 * nothing measures are left out.
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
