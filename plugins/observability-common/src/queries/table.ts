import {
  GOLDEN_METRICS,
  GOLDEN_QUERIES,
  GoldenMetric,
  inboundRate,
  Matcher,
  MetricsTarget,
  rateOf,
  selector,
  subjectsOf,
} from '@slipway/plugin-metrics-common';

/** A workload or one revision of it, without its cluster. */
export type WorkloadTarget = Pick<
  MetricsTarget,
  'namespace' | 'deployment' | 'podTemplateHash'
>;

/** A Kubernetes Service that routes hang on. */
export interface ServiceTarget {
  namespace: string;
  service: string;
}

export type QueryUnit =
  | 'ratio'
  | 'req/s'
  | 'ms'
  | 's'
  | 'B/s'
  | 'connections'
  | 'proxies';

/** One entry of the table. `build` is pure and escapes every value that it is given. */
export interface TableQuery<Target> {
  title: string;
  unit: QueryUnit;
  /** Labels of the answer; none where it is one figure. */
  by: readonly string[];
  /** What a reader must know to read the figure. */
  about?: string;
  build(target: Target, window: string): string;
}

const WORKLOAD_BUCKETS =
  'Interpolated within Linkerd’s buckets (1, 2, 3, 4, 5, 10, 20 … 50, 100, 200 … 500 ms, 1, 2 … 5, 10 … 50 s).';

/** Upper bounds in seconds of the latency histogram of HTTPRoutes; +Inf follows. */
export const ROUTE_BOUNDS_S: readonly number[] = [0.05, 0.5, 1, 10];

function golden(metric: GoldenMetric): TableQuery<WorkloadTarget> {
  const { title, unit, build } = GOLDEN_QUERIES[metric];
  return {
    title,
    unit,
    by: [],
    ...(unit === 'ms' ? { about: WORKLOAD_BUCKETS } : {}),
    build: (target, window) => build({ cluster: '', ...target }, window),
  };
}

/** A gauge of a target's own proxies. */
function inboundGauge(series: string, target: WorkloadTarget): string {
  return subjectsOf(target)
    .map(
      subject =>
        `${series}{${selector([
          ['namespace', '=', target.namespace],
          subject,
          ['direction', '=', 'inbound'],
        ])}}`,
    )
    .join(' or ');
}

/**
 * What is asked of a workload or a revision. The golden metrics are those of
 * `core/metrics-common`.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/
 */
export const WORKLOAD_QUERIES = {
  ...(Object.fromEntries(
    GOLDEN_METRICS.map(metric => [metric, golden(metric)]),
  ) as Record<GoldenMetric, TableQuery<WorkloadTarget>>),
  tcpConnections: {
    title: 'Open TCP connections',
    unit: 'connections',
    by: [],
    build: target => `sum(${inboundGauge('tcp_open_connections', target)})`,
  },
  tcpRead: {
    title: 'TCP bytes read',
    unit: 'B/s',
    by: [],
    build: (target, window) =>
      `sum(${inboundRate('tcp_read_bytes_total', target, window)})`,
  },
  tcpWrite: {
    title: 'TCP bytes written',
    unit: 'B/s',
    by: [],
    build: (target, window) =>
      `sum(${inboundRate('tcp_write_bytes_total', target, window)})`,
  },
  mtlsShare: {
    title: 'Requests over mTLS',
    unit: 'ratio',
    by: [],
    about: 'Share of requests with the label tls="true".',
    build: (target, window) => {
      const secured = inboundRate('request_total', target, window, [
        ['tls', '=', 'true'],
      ]);
      const all = inboundRate('request_total', target, window);
      return `(sum(${secured}) or vector(0)) / sum(${all})`;
    },
  },
  proxies: {
    title: 'Proxies that are scraped',
    unit: 'proxies',
    by: [],
    about:
      'A proxy drops series that were idle for 10 minutes: without series there is no traffic where a proxy is scraped, and nothing is known where none is.',
    // Each proxy has it, whatever its traffic and the name of the scrape job.
    build: target =>
      `count(${subjectsOf(target)
        .map(
          subject =>
            `proxy_build_info{${selector([
              ['namespace', '=', target.namespace],
              subject,
            ])}}`,
        )
        .join(' or ')})`,
  },
} satisfies Record<string, TableQuery<WorkloadTarget>>;

const CALLER = ['namespace', 'deployment', 'replicaset'];
const CALLEE = ['dst_namespace', 'dst_deployment', 'dst_replicaset'];

/** Outbound series of the proxies of whoever calls the target. */
function callersRate(
  series: string,
  target: WorkloadTarget,
  window: string,
  more: readonly Matcher[] = [],
): string {
  return subjectsOf(target, 'dst_')
    .map(subject =>
      rateOf(
        series,
        [
          ...more,
          ['direction', '=', 'outbound'],
          ['dst_namespace', '=', target.namespace],
          subject,
        ],
        window,
      ),
    )
    .join(' or ');
}

/** Outbound series of the target's own proxies. */
function calleesRate(
  series: string,
  target: WorkloadTarget,
  window: string,
  more: readonly Matcher[] = [],
): string {
  return subjectsOf(target)
    .map(subject =>
      rateOf(
        series,
        [
          ...more,
          ['direction', '=', 'outbound'],
          ['namespace', '=', target.namespace],
          subject,
        ],
        window,
      ),
    )
    .join(' or ');
}

function edges(
  words: 'callers' | 'callees',
  by: readonly string[],
  rates: typeof callersRate,
) {
  const list = by.join(', ');
  const who = words === 'callers' ? 'by caller' : 'by callee';
  return {
    [`${words}Requests`]: {
      title: `Requests ${who}`,
      unit: 'req/s',
      by,
      build: (target, window) =>
        `sum by (${list}) (${rates('request_total', target, window)})`,
    },
    [`${words}Failures`]: {
      title: `Failed requests ${who}`,
      unit: 'req/s',
      by,
      build: (target, window) =>
        `sum by (${list}) (${rates('response_total', target, window, [
          ['classification', '=', 'failure'],
        ])})`,
    },
    [`${words}Responses`]: {
      title: `Answered requests ${who}`,
      unit: 'req/s',
      by,
      build: (target, window) =>
        `sum by (${list}) (${rates('response_total', target, window)})`,
    },
  } satisfies Record<string, TableQuery<WorkloadTarget>>;
}

type EdgeQueryId =
  | `callers${'Requests' | 'Failures' | 'Responses'}`
  | `callees${'Requests' | 'Failures' | 'Responses'}`;

/** Who calls a workload, and whom it calls: by the proxies that send. */
export const EDGE_QUERIES = {
  ...edges('callers', CALLER, callersRate),
  ...edges('callees', CALLEE, calleesRate),
} as Record<EdgeQueryId, TableQuery<WorkloadTarget>>;

const ROUTE = ['route_name'];
const parent = ({ namespace, service }: ServiceTarget): Matcher[] => [
  ['parent_name', '=', service],
  ['parent_namespace', '=', namespace],
];
const STATUSES = 'outbound_http_route_request_statuses_total';

/**
 * What is asked of the routes of a Service: HTTPRoutes as the callers' proxies
 * count them, after retries. A request failed with a status of 5xx or an error;
 * 4xx is success. Rates of ServiceProfiles are in `profile…`.
 */
export const ROUTE_QUERIES = {
  routeRequests: {
    title: 'Requests by route',
    unit: 'req/s',
    by: ROUTE,
    about: 'After retries, by the proxies of the callers.',
    build: (target, window) =>
      `sum by (route_name) (${rateOf(STATUSES, parent(target), window)})`,
  },
  routeFailures: {
    title: 'Failed requests by route',
    unit: 'req/s',
    by: ROUTE,
    about: 'A status of 5xx, or an error. 4xx is success.',
    build: (target, window) =>
      `sum by (route_name) (${rateOf(
        STATUSES,
        [...parent(target), ['http_status', '=~', '5..']],
        window,
      )} or ${rateOf(
        STATUSES,
        [...parent(target), ['error', '!=', '']],
        window,
      )})`,
  },
  routeLatencyP95: {
    title: 'Latency p95 by route',
    unit: 's',
    by: ROUTE,
    about:
      'Linkerd has four buckets here: 50 ms, 500 ms, 1 s, 10 s. The figure is the bucket, not a measurement within it.',
    build: (target, window) =>
      `histogram_quantile(0.95, sum by (le, route_name) (${rateOf(
        'outbound_http_route_request_duration_seconds_bucket',
        parent(target),
        window,
      )}))`,
  },
  routeRetries: {
    title: 'Retries by route',
    unit: 'req/s',
    by: ROUTE,
    build: (target, window) =>
      `sum by (route_name) (${rateOf(
        'outbound_http_route_retry_requests_total',
        parent(target),
        window,
      )})`,
  },
  profileRequests: {
    title: 'Requests by route of the ServiceProfile',
    unit: 'req/s',
    by: ['rt_route'],
    build: (target, window) =>
      `sum by (rt_route) (${rateOf(
        'route_response_total',
        profile(target),
        window,
      )})`,
  },
  profileFailures: {
    title: 'Failed requests by route of the ServiceProfile',
    unit: 'req/s',
    by: ['rt_route'],
    build: (target, window) =>
      `sum by (rt_route) (${rateOf(
        'route_response_total',
        [...profile(target), ['classification', '=', 'failure']],
        window,
      )})`,
  },
  observedSplit: {
    title: 'Requests by backend',
    unit: 'req/s',
    by: ['backend_name'],
    about: 'Each try counts, retries too.',
    build: (target, window) =>
      `sum by (backend_name) (${rateOf(
        'outbound_http_route_backend_requests_total',
        parent(target),
        window,
      )})`,
  },
} satisfies Record<string, TableQuery<ServiceTarget>>;

/** Routes of a ServiceProfile stand under the authority that is called: with or without a port. */
function profile({ namespace, service }: ServiceTarget): Matcher[] {
  const literal = (text: string) => text.replace(/[\\^$.*+?()[\]{}|]/g, '\\$&');
  return [
    ['direction', '=', 'outbound'],
    [
      'dst',
      '=~',
      `${literal(service)}\\.${literal(namespace)}(\\.svc.*|:[0-9]+)?`,
    ],
  ];
}

export type WorkloadQueryId = keyof typeof WORKLOAD_QUERIES;
export type RouteQueryId = keyof typeof ROUTE_QUERIES;
export type { EdgeQueryId };
