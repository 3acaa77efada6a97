import {
  EDGE_QUERIES,
  ROUTE_QUERIES,
  ServiceTarget,
  WORKLOAD_QUERIES,
  WorkloadTarget,
} from '../queries/table';
import { NAMESPACE_CASES } from './namespaceCases';

/** When the queries are asked, ms since the epoch. */
export const FIXED_AT = Date.parse('2026-01-15T14:00:00Z');
/** Scrape interval, and how long before {@link FIXED_AT} the samples start. */
const STEP_MS = 15_000;
const STEPS = 20;

/** A series of the fixed samples; times in ms. */
export interface FixedSeries {
  labels: Record<string, string>;
  samples: Array<[number, number]>;
}

/** A query with its exact answer: labels and value of each series. */
export interface FixedCase {
  id: string;
  query: string;
  expected: Array<[labels: Record<string, string>, value: number]>;
}

type Labels = Record<string, string>;

/** A counter that grows by so many a second. */
function counter(name: string, perSecond: number, labels: Labels): FixedSeries {
  return {
    labels: { __name__: name, ...labels },
    samples: Array.from({ length: STEPS + 1 }, (_, index) => [
      FIXED_AT - (STEPS - index) * STEP_MS,
      (perSecond * index * STEP_MS) / 1000,
    ]),
  };
}

/** A gauge that stands still. */
function gauge(name: string, value: number, labels: Labels): FixedSeries {
  const { samples } = counter(name, 0, labels);
  return {
    labels: { __name__: name, ...labels },
    samples: samples.map(([at]) => [at, value]),
  };
}

/** Observations per second in each bucket, the last one being +Inf. */
function histogram(
  name: string,
  buckets: ReadonlyArray<[le: string, perSecond: number]>,
  labels: Labels,
): FixedSeries[] {
  let upTo = 0;
  return buckets.map(([le, perSecond]) => {
    upTo += perSecond;
    return counter(`${name}_bucket`, upTo, { ...labels, le });
  });
}

const NS = { namespace: 'shop' };
const INBOUND = { direction: 'inbound' };
const OUTBOUND = { direction: 'outbound' };
/** Pods of a Rollout, as Linkerd labels them: a ReplicaSet, no Deployment. */
const STABLE = {
  ...NS,
  pod: 'orders-6dfb-x',
  replicaset: 'orders-6dfb',
  rollouts_pod_template_hash: '6dfb',
};
/** Of the canary the scrape configuration has no `rollouts_pod_template_hash`. */
const CANARY = { ...NS, pod: 'orders-7bcd-x', replicaset: 'orders-7bcd' };
/** A Deployment whose name starts as that of the Rollout. */
const WORKER = { ...NS, pod: 'orders-worker-x', deployment: 'orders-worker' };
const WEB = { ...NS, pod: 'web-x', deployment: 'web' };

function answers(labels: Labels, success: number, failure: number) {
  return [
    counter('request_total', success + failure, labels),
    counter('response_total', success, {
      ...labels,
      classification: 'success',
      status_code: '200',
    }),
    ...(failure > 0
      ? [
          counter('response_total', failure, {
            ...labels,
            classification: 'failure',
            status_code: '500',
          }),
        ]
      : []),
  ];
}

const ROUTES = { parent_name: 'orders', parent_namespace: 'shop' };
const STATUSES = 'outbound_http_route_request_statuses_total';

/** The samples that all {@link FIXED_CASES} are asked over. */
export function fixedSeries(): FixedSeries[] {
  return [
    // The stable revision: 30/s over mTLS, 10/s without; all well. Probes of kubelet are no traffic.
    ...answers({ ...STABLE, ...INBOUND, tls: 'true' }, 30, 0),
    ...answers({ ...STABLE, ...INBOUND, tls: 'no_identity' }, 10, 0),
    ...answers({ ...STABLE, ...INBOUND, route_name: 'probe' }, 100, 100),
    ...histogram(
      'response_latency_ms',
      [
        ['10', 20],
        ['20', 19],
        ['50', 1],
        ['+Inf', 0],
      ],
      { ...STABLE, ...INBOUND },
    ),
    gauge('proxy_build_info', 1, STABLE),
    gauge('tcp_open_connections', 7, { ...STABLE, ...INBOUND, peer: 'src' }),
    counter('tcp_read_bytes_total', 1500, { ...STABLE, ...INBOUND }),
    counter('tcp_write_bytes_total', 4000, { ...STABLE, ...INBOUND }),
    // The canary: 10/s, a fifth of it fails.
    ...answers({ ...CANARY, ...INBOUND, tls: 'true' }, 8, 2),
    ...histogram(
      'response_latency_ms',
      [
        ['10', 0],
        ['20', 5],
        ['50', 5],
        ['+Inf', 0],
      ],
      { ...CANARY, ...INBOUND },
    ),
    gauge('proxy_build_info', 1, CANARY),
    gauge('tcp_open_connections', 2, { ...CANARY, ...INBOUND, peer: 'src' }),
    // A neighbour that must not be counted, and a proxy without traffic.
    ...answers({ ...WORKER, ...INBOUND, tls: 'true' }, 500, 0),
    gauge('proxy_build_info', 1, { ...NS, pod: 'idle-x', deployment: 'idle' }),
    // Calls: web → orders (both revisions), orders → users.
    ...answers(
      {
        ...WEB,
        ...OUTBOUND,
        dst_namespace: 'shop',
        dst_replicaset: 'orders-6dfb',
      },
      40,
      0,
    ),
    ...answers(
      {
        ...WEB,
        ...OUTBOUND,
        dst_namespace: 'shop',
        dst_replicaset: 'orders-7bcd',
      },
      8,
      2,
    ),
    ...answers(
      {
        ...STABLE,
        ...OUTBOUND,
        dst_namespace: 'accounts',
        dst_deployment: 'users',
      },
      14,
      1,
    ),
    // Routes of the Service orders.
    counter(STATUSES, 45, {
      ...ROUTES,
      route_name: 'orders',
      http_status: '200',
    }),
    counter(STATUSES, 2, {
      ...ROUTES,
      route_name: 'orders',
      http_status: '404',
    }),
    counter(STATUSES, 2, {
      ...ROUTES,
      route_name: 'orders',
      http_status: '503',
    }),
    counter(STATUSES, 1, {
      ...ROUTES,
      route_name: 'orders',
      http_status: '',
      error: 'FAIL_FAST',
    }),
    counter(STATUSES, 9, {
      ...ROUTES,
      parent_namespace: 'other',
      route_name: 'orders',
      http_status: '503',
    }),
    ...histogram(
      'outbound_http_route_request_duration_seconds',
      [
        ['0.05', 10],
        ['0.5', 30],
        ['1.0', 10],
        ['10.0', 0],
        ['+Inf', 0],
      ],
      { ...ROUTES, route_name: 'orders' },
    ),
    counter('outbound_http_route_retry_requests_total', 3, {
      ...ROUTES,
      route_name: 'orders',
    }),
    ...(['orders-stable', 'orders-canary'] as const).map((backend, index) =>
      counter('outbound_http_route_backend_requests_total', index ? 10 : 40, {
        ...ROUTES,
        route_name: 'orders',
        backend_name: backend,
      }),
    ),
    counter('route_response_total', 12, {
      ...OUTBOUND,
      dst: 'orders.shop.svc.cluster.local:8300',
      rt_route: 'GET /orders',
      classification: 'success',
    }),
    counter('route_response_total', 3, {
      ...OUTBOUND,
      dst: 'orders.shop.svc.cluster.local:8300',
      rt_route: 'GET /orders',
      classification: 'failure',
    }),
    counter('route_response_total', 99, {
      ...OUTBOUND,
      dst: 'orders.shopping.svc.cluster.local:8300',
      rt_route: 'GET /orders',
      classification: 'success',
    }),
  ];
}

const whole: WorkloadTarget = { namespace: 'shop', deployment: 'orders' };
const stable: WorkloadTarget = { ...whole, podTemplateHash: '6dfb' };
const canary: WorkloadTarget = { ...whole, podTemplateHash: '7bcd' };
const idle: WorkloadTarget = { namespace: 'shop', deployment: 'idle' };
const gone: WorkloadTarget = { namespace: 'shop', deployment: 'gone' };
const service: ServiceTarget = { namespace: 'shop', service: 'orders' };
const evil: WorkloadTarget = {
  namespace: 'shop',
  deployment: 'x"} or vector(1) or up{a="',
};

const workload = (
  id: keyof typeof WORKLOAD_QUERIES,
  name: string,
  target: WorkloadTarget,
  value: number | undefined,
): FixedCase => ({
  id: `${id} of ${name}`,
  query: WORKLOAD_QUERIES[id].build(target, '1m'),
  expected: value === undefined ? [] : [[{}, value]],
});
const edge = (
  id: keyof typeof EDGE_QUERIES,
  expected: FixedCase['expected'],
): FixedCase => ({
  id,
  query: EDGE_QUERIES[id].build(whole, '1m'),
  expected,
});
const route = (
  id: keyof typeof ROUTE_QUERIES,
  expected: FixedCase['expected'],
): FixedCase => ({
  id,
  query: ROUTE_QUERIES[id].build(service, '1m'),
  expected,
});
const CALLER = { namespace: 'shop', deployment: 'web' };
const CALLEE = { dst_namespace: 'accounts', dst_deployment: 'users' };
const ROUTE_NAME = { route_name: 'orders' };

/** Every query of the table over {@link fixedSeries}, asked at {@link FIXED_AT} with a window of a minute. */
export const FIXED_CASES: readonly FixedCase[] = [
  workload('successRate', 'a Rollout', whole, 48 / 50),
  workload('successRate', 'its stable revision', stable, 1),
  workload('successRate', 'its canary', canary, 0.8),
  workload('successRate', 'nobody', gone, undefined),
  workload('requestRate', 'a Rollout', whole, 50),
  workload('requestRate', 'its stable revision', stable, 40),
  workload('requestRate', 'its canary', canary, 10),
  workload('requestRate', 'a proxy without traffic', idle, undefined),
  workload('requestRate', 'a name that ends the string', evil, undefined),
  workload('latencyP50', 'the stable revision', stable, 10),
  workload('latencyP50', 'the canary', canary, 20),
  // 95 % of 40/s are 38/s: 18 of the 19 in (10, 20].
  workload('latencyP95', 'the stable revision', stable, 10 + (10 * 18) / 19),
  // 95 % of 10/s are 9.5/s: 4.5 of the 5 in (20, 50].
  workload('latencyP95', 'the canary', canary, 47),
  // 99 % of 50/s are 49.5/s: 5.5 of the 6 in (20, 50].
  workload('latencyP99', 'a Rollout', whole, 20 + (30 * 5.5) / 6),
  workload('tcpConnections', 'a Rollout', whole, 9),
  workload('tcpRead', 'the stable revision', stable, 1500),
  workload('tcpWrite', 'the stable revision', stable, 4000),
  workload('mtlsShare', 'the stable revision', stable, 0.75),
  workload('mtlsShare', 'the canary', canary, 1),
  workload('proxies', 'a Rollout', whole, 2),
  workload('proxies', 'a proxy without traffic', idle, 1),
  workload('proxies', 'nobody', gone, undefined),
  edge('callersRequests', [[CALLER, 50]]),
  edge('callersResponses', [[CALLER, 50]]),
  edge('callersFailures', [[CALLER, 2]]),
  edge('calleesRequests', [[CALLEE, 15]]),
  edge('calleesResponses', [[CALLEE, 15]]),
  edge('calleesFailures', [[CALLEE, 1]]),
  route('routeRequests', [[ROUTE_NAME, 50]]),
  route('routeFailures', [[ROUTE_NAME, 3]]),
  // 95 % of 50/s are 47.5/s: 7.5 of the 10 in (0.5, 1].
  route('routeLatencyP95', [[ROUTE_NAME, 0.875]]),
  route('routeRetries', [[ROUTE_NAME, 3]]),
  route('profileRequests', [[{ rt_route: 'GET /orders' }, 15]]),
  route('profileFailures', [[{ rt_route: 'GET /orders' }, 3]]),
  route('observedSplit', [
    [{ backend_name: 'orders-stable' }, 40],
    [{ backend_name: 'orders-canary' }, 10],
  ]),
  ...NAMESPACE_CASES,
];
