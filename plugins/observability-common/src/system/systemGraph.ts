import { RunningWork } from '@slipway/plugin-work-common';
import { edgeHealth } from '../graph/graph';
import { Reading } from '../queries/reading';
import {
  Activity,
  CallEnd,
  NamespaceTraffic,
  SystemEdge,
  SystemGraph,
  SystemHealth,
  SystemNode,
  SystemPlace,
  SystemService,
  SystemView,
  WorkloadTraffic,
} from './types';

/** Where the nodes are. */
type Place = Pick<SystemPlace, 'cluster' | 'namespace'>;

const NOT_READ = 'It has not been read yet';

/**
 * The services of a system in one namespace, who calls whom there, and what is
 * going on in each. Edges are marked as in the graph of one service: the
 * catalog has a relation that carries nothing, or lacks one that carries
 * something. A service without a workload there is in the graph where it is
 * called or something is going on in it, else only named: that the catalog
 * relates it says nothing of the namespace. What is outside of the system is in
 * it where calls lead to it or come from it.
 *
 * @param traffic - undefined while it has not been read
 * @param work - what runs now, of all services
 */
export function systemGraph(
  view: Pick<SystemView, 'services' | 'relations'>,
  place: Place,
  traffic: NamespaceTraffic | undefined,
  work: readonly RunningWork[],
): SystemGraph {
  const unknown = traffic ? traffic.unknown : NOT_READ;
  const nodes = new Map<string, SystemNode>(
    view.services.map(service => [
      service.entityRef,
      serviceNode(service, place, traffic, work),
    ]),
  );
  const isService = ({ entityRef }: CallEnd) =>
    entityRef !== undefined &&
    view.services.some(service => service.entityRef === entityRef);
  const sums = new Map<string, Sum>();
  for (const call of (unknown === undefined && traffic?.calls) || []) {
    // What the rest of the namespace does among itself is not of the system.
    if (!isService(call.from) && !isService(call.to)) continue;
    const from = nodeOf(call.from, nodes).id;
    const to = nodeOf(call.to, nodes).id;
    if (from === to) continue;
    const key = `${from} ${to}`;
    const sum = sums.get(key) ?? { from, to, rate: 0, answered: 0, failed: 0 };
    const { requestRate, failureShare } = call;
    const answered = failureShare === undefined ? 0 : requestRate;
    sums.set(key, {
      ...sum,
      rate: sum.rate + requestRate,
      answered: sum.answered + answered,
      failed: sum.failed + answered * (failureShare ?? 0),
    });
  }
  const shown = [...sums.values()].map(
    ({ from, to, rate, answered, failed }): SystemEdge => ({
      from,
      to,
      source: view.relations.some(one => one.from === from && one.to === to)
        ? 'both'
        : 'traffic',
      requestRate: rate,
      ...(answered > 0 ? { failureShare: failed / answered } : {}),
    }),
  );
  const isHere = (id: string) => (nodes.get(id)?.workloads.length ?? 0) > 0;
  for (const { from, to } of view.relations) {
    if (sums.has(`${from} ${to}`) || !isHere(from) || !isHere(to)) continue;
    shown.push({
      from,
      to,
      source: 'catalog',
      ...(nodes.get(from)?.requestRate.state === 'unknown'
        ? { unmeasured: true }
        : {}),
    });
  }
  const called = new Set(shown.flatMap(({ from, to }) => [from, to]));
  const isShown = ({ id, activities }: SystemNode) =>
    isHere(id) || called.has(id) || activities.length > 0;
  const all = [...nodes.values()].sort((a, b) => a.id.localeCompare(b.id));
  return {
    nodes: all.filter(isShown),
    elsewhere: all.filter(node => !isShown(node)).map(({ title }) => title),
    edges: shown.sort(
      (a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to),
    ),
    ...(unknown === undefined ? {} : { unknown }),
  };
}

/** Requests per second of an edge: all, those that were answered, and those that failed. */
interface Sum {
  from: string;
  to: string;
  rate: number;
  answered: number;
  failed: number;
}

const workloadId = ({ namespace, workload }: CallEnd) =>
  `${namespace}/${workload}`;

/** The node of a workload: the service that owns it, else one outside of the system, which is added. */
function nodeOf(end: CallEnd, nodes: Map<string, SystemNode>): SystemNode {
  const { entityRef, workload: title } = end;
  const id = workloadId(end);
  const known = nodes.get(entityRef ?? id) ?? nodes.get(id);
  if (known) return known;
  const unknown: Reading = {
    state: 'unknown',
    reason: 'It is no part of the system',
  };
  const node: SystemNode = {
    id,
    title,
    ...(entityRef ? { entityRef } : {}),
    workloads: [id],
    outside: true,
    health: 'unknown',
    requestRate: unknown,
    successRate: unknown,
    activities: [],
  };
  nodes.set(id, node);
  return node;
}

const URGENCY: ReadonlyArray<Activity['tone']> = [
  'degraded',
  'waiting',
  'progressing',
  'unknown',
  'healthy',
];

function serviceNode(
  { entityRef, title, workloads }: SystemService,
  place: Place,
  traffic: NamespaceTraffic | undefined,
  work: readonly RunningWork[],
): SystemNode {
  const here = workloads.filter(
    one => one.cluster === place.cluster && one.namespace === place.namespace,
  );
  const names = here.map(({ workload }) => workload);
  const figures = (traffic?.workloads ?? []).filter(({ workload }) =>
    names.includes(workload),
  );
  const { requestRate, successRate } = figuresOf(figures, traffic);
  const alerts = (traffic?.alerts ?? []).filter(({ workload }) =>
    names.includes(workload),
  );
  const activities = [
    ...alerts.map(
      ({ name, severity }): Activity => ({
        kind: 'alert',
        words: severity ? `${name} (${severity})` : name,
        tone: 'degraded',
      }),
    ),
    ...work
      .filter(one => touches(one, entityRef, place))
      .map(
        ({ kind, title: what, state, tone, path }): Activity => ({
          kind,
          words: `${what}: ${state}`,
          tone: tone === 'paused' ? 'waiting' : tone,
          path,
        }),
      ),
  ];
  return {
    id: entityRef,
    title,
    entityRef,
    workloads: here.map(workloadId),
    health: healthOf(here.length, requestRate, successRate),
    requestRate,
    successRate,
    activities: activities.sort(
      (a, b) => URGENCY.indexOf(a.tone) - URGENCY.indexOf(b.tone),
    ),
  };
}

function touches(work: RunningWork, entityRef: string, place: Place): boolean {
  return (
    work.entityRefs.includes(entityRef) &&
    (work.places.length === 0 ||
      work.places.some(
        ({ cluster, namespace = place.namespace }) =>
          cluster === place.cluster && namespace === place.namespace,
      ))
  );
}

/** Figures of a service: its workloads in the namespace together. */
function figuresOf(
  workloads: readonly WorkloadTraffic[],
  traffic: NamespaceTraffic | undefined,
): { requestRate: Reading; successRate: Reading } {
  const reason = traffic ? traffic.unknown : NOT_READ;
  if (reason !== undefined || workloads.length === 0) {
    const unknown: Reading = {
      state: 'unknown',
      reason: reason ?? 'No Linkerd proxy of it is scraped',
    };
    return { requestRate: unknown, successRate: unknown };
  }
  if (workloads.length === 1) return workloads[0];
  const called = workloads.filter(
    ({ requestRate }) => requestRate.state === 'measured',
  );
  if (called.length === 0) return workloads[0];
  const rates = called.map(({ requestRate, successRate }) => ({
    rate: requestRate.state === 'measured' ? requestRate.value : 0,
    success: successRate.state === 'measured' ? successRate.value : undefined,
  }));
  const answered = rates.filter(({ success }) => success !== undefined);
  const weight = answered.reduce((sum, { rate }) => sum + rate, 0);
  const good = answered.reduce(
    (sum, { rate, success = 0 }) => sum + rate * success,
    0,
  );
  return {
    requestRate: {
      state: 'measured',
      value: rates.reduce((sum, { rate }) => sum + rate, 0),
    },
    successRate:
      weight > 0
        ? { state: 'measured', value: good / weight }
        : called[0].successRate,
  };
}

/** By the share of failed requests, with the limits of {@link edgeHealth}. */
function healthOf(
  workloads: number,
  requestRate: Reading,
  successRate: Reading,
): SystemHealth {
  if (workloads === 0) return 'elsewhere';
  if (successRate.state === 'measured')
    return edgeHealth(1 - successRate.value);
  return requestRate.state === 'no-traffic' ? 'no-traffic' : 'unknown';
}

const NEAR_PRODUCTION = { prod: 0, stage: 1, dev: 2 };

/** Production first, then by cluster and namespace. */
export function sortPlaces(places: readonly SystemPlace[]): SystemPlace[] {
  return [...places].sort(
    (a, b) =>
      NEAR_PRODUCTION[a.environment] - NEAR_PRODUCTION[b.environment] ||
      a.cluster.localeCompare(b.cluster) ||
      a.namespace.localeCompare(b.namespace),
  );
}
