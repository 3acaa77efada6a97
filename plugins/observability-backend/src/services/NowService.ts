import { assertError } from '@backstage/errors';
import { Clusters } from '@slipway/plugin-clusters-node';
import { PrometheusService } from '@slipway/plugin-metrics-node';
import {
  ObservedPlace,
  PlaceNow,
  readingOf,
  ROUTE_QUERIES,
  RouteQueryId,
  RouteRow,
  ServiceTarget,
  Side,
  SideFigures,
  splitOf,
  WORKLOAD_QUERIES,
  WorkloadTarget,
} from '@slipway/plugin-observability-common';
import { TableReader } from './TableReader';
import { HTTP_ROUTES, HttpRoute, readRoute, Workload } from './workloadKinds';

const FIGURES = ['tcpConnections', 'tcpRead', 'tcpWrite', 'mtlsShare'] as const;

/** Figures of a workload now, beside its golden metrics. */
export class NowService {
  constructor(
    private readonly options: {
      clusters: Pick<Clusters, 'get'>;
      prometheus: PrometheusService;
      now: () => number;
    },
  ) {}

  /** @throws NotFoundError when the cluster has no Prometheus */
  async read(
    place: ObservedPlace,
    route: Workload['route'],
  ): Promise<PlaceNow> {
    const reader = new TableReader(this.options.prometheus, place.cluster);
    const found = route && (await this.#route(place, route));
    const parent = found && 'parents' in found ? found.parents[0] : undefined;
    const service: ServiceTarget = {
      namespace: parent?.namespace ?? place.namespace,
      service: parent?.name ?? place.workload,
    };
    const [sides, routes, split] = await Promise.all([
      Promise.all(sidesOf(place).map(side => sideFigures(reader, ...side))),
      routeRows(reader, service),
      route && found
        ? splitRows(reader, service, route.name, found)
        : undefined,
    ]);
    return {
      at: new Date(this.options.now()).toISOString(),
      over: reader.window,
      sides,
      routes,
      ...(split ? { split } : {}),
    };
  }

  async #route(
    place: ObservedPlace,
    route: { namespace?: string; name: string },
  ): Promise<HttpRoute | { unknown: string }> {
    try {
      return readRoute(
        await this.options.clusters.get<Record<string, unknown>>(HTTP_ROUTES, {
          cluster: place.cluster,
          namespace: route.namespace ?? place.namespace,
          name: route.name,
        }),
      );
    } catch (error) {
      assertError(error);
      return { unknown: error.message };
    }
  }
}

function sidesOf({
  namespace,
  workload,
  stable,
  canary,
}: ObservedPlace): Array<[Side, WorkloadTarget]> {
  const whole = { namespace, deployment: workload };
  return canary && stable
    ? [
        ['stable', { ...whole, podTemplateHash: stable }],
        ['canary', { ...whole, podTemplateHash: canary }],
      ]
    : [['all', whole]];
}

async function sideFigures(
  reader: TableReader,
  side: Side,
  target: WorkloadTarget,
): Promise<SideFigures> {
  const ask = (id: keyof typeof WORKLOAD_QUERIES) =>
    reader.figure(WORKLOAD_QUERIES[id].build(target, reader.window));
  const [proxies, ...answers] = await Promise.all([
    ask('proxies'),
    ...FIGURES.map(ask),
  ]);
  const [tcpConnections, tcpRead, tcpWrite, mtlsShare] = answers.map(answer =>
    readingOf(answer, proxies),
  );
  return { side, tcpConnections, tcpRead, tcpWrite, mtlsShare };
}

async function routeRows(
  reader: TableReader,
  service: ServiceTarget,
): Promise<PlaceNow['routes']> {
  const by = (id: RouteQueryId) => {
    const { by: labels, build } = ROUTE_QUERIES[id];
    return reader.by(labels[0], build(service, reader.window));
  };
  try {
    const [requests, failures, latencies, retries, profile, profileFailures] =
      await Promise.all([
        by('routeRequests'),
        by('routeFailures'),
        by('routeLatencyP95'),
        by('routeRetries'),
        by('profileRequests'),
        by('profileFailures'),
      ]);
    const rows: RouteRow[] = [
      ...[...requests].map(
        ([name, requestRate]): RouteRow => ({
          route: name,
          kind: 'HTTPRoute',
          requestRate,
          failureRate: failures.get(name) ?? 0,
          ...(latencies.has(name) ? { latencyP95: latencies.get(name) } : {}),
          ...(retries.has(name) ? { retryRate: retries.get(name) } : {}),
        }),
      ),
      ...[...profile].map(
        ([name, requestRate]): RouteRow => ({
          route: name,
          kind: 'ServiceProfile',
          requestRate,
          failureRate: profileFailures.get(name) ?? 0,
        }),
      ),
    ];
    return rows.sort(
      (a, b) => b.requestRate - a.requestRate || a.route.localeCompare(b.route),
    );
  } catch (error) {
    assertError(error);
    return { unknown: error.message };
  }
}

async function splitRows(
  reader: TableReader,
  service: ServiceTarget,
  route: string,
  found: HttpRoute | { unknown: string },
): Promise<PlaceNow['split']> {
  const problems = 'unknown' in found ? [found.unknown] : [];
  let seen: Map<string, number> | undefined;
  try {
    seen = await reader.by(
      'backend_name',
      ROUTE_QUERIES.observedSplit.build(service, reader.window),
    );
  } catch (error) {
    assertError(error);
    problems.push(error.message);
  }
  const backendRefs = 'unknown' in found ? undefined : found.backendRefs;
  return {
    route,
    rows: splitOf(backendRefs, seen),
    ...(problems.length > 0 ? { unknown: problems.join(' ') } : {}),
  };
}
