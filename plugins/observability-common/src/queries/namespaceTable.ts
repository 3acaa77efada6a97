import { Matcher, rateOf, selector } from '@slipway/plugin-metrics-common';
import { TableQuery } from './table';

/** All workloads of a namespace. */
export interface NamespaceTarget {
  namespace: string;
}

const WORKLOAD = ['deployment', 'replicaset'];
const EDGE = [
  'namespace',
  'deployment',
  'replicaset',
  'dst_namespace',
  'dst_deployment',
  'dst_replicaset',
];
const FAILURE: Matcher = ['classification', '=', 'failure'];

function inbound(
  title: string,
  series: string,
  more: readonly Matcher[] = [],
): TableQuery<NamespaceTarget> {
  return {
    title,
    unit: 'req/s',
    by: WORKLOAD,
    build: ({ namespace }, window) =>
      `sum by (${WORKLOAD.join(', ')}) (${rateOf(
        series,
        [
          ...more,
          ['namespace', '=', namespace],
          ['direction', '=', 'inbound'],
          ['route_name', '!=', 'probe'],
        ],
        window,
      )})`,
  };
}

/** Calls that start or end in the namespace; those within it are one series each. */
function calls(
  title: string,
  series: string,
  more: readonly Matcher[] = [],
): TableQuery<NamespaceTarget> {
  return {
    title,
    unit: 'req/s',
    by: EDGE,
    build: ({ namespace }, window) =>
      `sum by (${EDGE.join(', ')}) (${(['namespace', 'dst_namespace'] as const)
        .map(end =>
          rateOf(
            series,
            [...more, ['direction', '=', 'outbound'], [end, '=', namespace]],
            window,
          ),
        )
        .join(' or ')})`,
  };
}

/**
 * What is asked of a whole namespace, whatever the number of its workloads:
 * golden metrics of each, and who calls whom by the proxies that send.
 *
 * @see https://linkerd.io/2/reference/proxy-metrics/
 */
export const NAMESPACE_QUERIES = {
  workloadRequests: inbound('Requests by workload', 'request_total'),
  workloadResponses: inbound('Answered requests by workload', 'response_total'),
  workloadFailures: inbound('Failed requests by workload', 'response_total', [
    FAILURE,
  ]),
  workloadProxies: {
    title: 'Proxies that are scraped, by workload',
    unit: 'proxies',
    by: WORKLOAD,
    build: ({ namespace }) =>
      `count by (${WORKLOAD.join(', ')}) (proxy_build_info{${selector([
        ['namespace', '=', namespace],
      ])}})`,
  },
  callsRequests: calls('Requests by caller and callee', 'request_total'),
  callsResponses: calls(
    'Answered requests by caller and callee',
    'response_total',
  ),
  callsFailures: calls(
    'Failed requests by caller and callee',
    'response_total',
    [FAILURE],
  ),
} satisfies Record<string, TableQuery<NamespaceTarget>>;

export type NamespaceQueryId = keyof typeof NAMESPACE_QUERIES;
