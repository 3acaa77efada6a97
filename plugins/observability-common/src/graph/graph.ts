import { GraphEdge, GraphNode, ServiceGraph } from '../types';

/** Traffic between the workload in the middle and another, summed over its revisions. */
export interface LiveEdge {
  direction: 'caller' | 'callee';
  namespace: string;
  workload: string;
  /** Requests per second. */
  requestRate: number;
  /** Responses per second, and how many of them failed. */
  responseRate: number;
  failureRate: number;
}

/** A relation of the catalog: the entity calls another or is called by it. */
export interface CatalogEdge {
  direction: 'caller' | 'callee';
  entityRef: string;
  title: string;
}

/** What a graph is made of. */
export interface GraphFacts {
  centre: {
    namespace: string;
    workload: string;
    entityRef: string;
    title: string;
  };
  at: string;
  over: string;
  /** Undefined with the reason where traffic is not known. */
  live: readonly LiveEdge[] | { unknown: string };
  catalog: readonly CatalogEdge[];
  /** The entity that owns a workload. */
  entityOf(
    namespace: string,
    workload: string,
  ): { entityRef: string; title: string } | undefined;
}

const workloadId = (namespace: string, workload: string) =>
  `${namespace}/${workload}`;

/**
 * Callers and callees of a workload with their traffic, one hop. An edge that
 * the catalog names and that carries nothing is marked, as is one that carries
 * traffic and that the catalog lacks; where traffic is not known neither is said.
 */
export function serviceGraph(facts: GraphFacts): ServiceGraph {
  const { centre, catalog, entityOf } = facts;
  const centreId = workloadId(centre.namespace, centre.workload);
  const nodes = new Map<string, GraphNode>([
    [
      centreId,
      {
        id: centreId,
        title: centre.title,
        namespace: centre.namespace,
        workload: centre.workload,
        entityRef: centre.entityRef,
      },
    ],
  ]);
  const edges: GraphEdge[] = [];
  const seen = new Set<string>();
  const ends = (direction: 'caller' | 'callee', other: string) =>
    direction === 'caller'
      ? { from: other, to: centreId }
      : { from: centreId, to: other };
  const known = 'unknown' in facts.live ? [] : facts.live;

  for (const edge of known) {
    // What was called and is not called now has a series that stands still.
    if (edge.requestRate <= 0) continue;
    const { direction, namespace, workload } = edge;
    const id = workloadId(namespace, workload);
    const entity = entityOf(namespace, workload);
    if (!nodes.has(id)) {
      nodes.set(id, {
        id,
        title: entity?.title ?? workload,
        namespace,
        workload,
        ...(entity ? { entityRef: entity.entityRef } : {}),
      });
    }
    const named = catalog.some(
      one => one.direction === direction && one.entityRef === entity?.entityRef,
    );
    if (entity) seen.add(`${direction} ${entity.entityRef}`);
    edges.push({
      ...ends(direction, id),
      source: named ? 'both' : 'traffic',
      requestRate: edge.requestRate,
      ...(edge.responseRate > 0
        ? { failureShare: edge.failureRate / edge.responseRate }
        : {}),
    });
  }
  for (const { direction, entityRef, title } of catalog) {
    if (seen.has(`${direction} ${entityRef}`)) continue;
    const existing = [...nodes.values()].find(
      node => node.entityRef === entityRef,
    );
    const id = existing?.id ?? entityRef;
    if (!existing) nodes.set(id, { id, title, entityRef });
    edges.push({ ...ends(direction, id), source: 'catalog' });
  }
  return {
    centre: centreId,
    at: facts.at,
    over: facts.over,
    nodes: [...nodes.values()].sort((a, b) => a.id.localeCompare(b.id)),
    edges: edges.sort(
      (a, b) => a.from.localeCompare(b.from) || a.to.localeCompare(b.to),
    ),
    ...('unknown' in facts.live ? { unknown: facts.live.unknown } : {}),
  };
}

/** What a layout depends on: only another set of nodes and edges moves anything. */
export function shapeOf({
  nodes,
  edges,
}: {
  nodes: ReadonlyArray<{ id: string }>;
  edges: ReadonlyArray<{ from: string; to: string }>;
}): string {
  return JSON.stringify([
    nodes.map(({ id }) => id),
    edges.map(({ from, to }) => [from, to]),
  ]);
}

/** How wide a line is, in px: by the logarithm of its traffic, so that little of it is seen too. */
export function edgeWidth(requestRate: number | undefined): number {
  return requestRate && requestRate > 0
    ? Math.min(8, 1.5 + Math.log10(1 + requestRate) * 2)
    : 1.5;
}

/** How the answers on an edge are: below 95 % failing badly, below 99 % noticeably. */
export function edgeHealth(
  failureShare: number | undefined,
): 'healthy' | 'progressing' | 'degraded' | 'unknown' {
  if (failureShare === undefined) return 'unknown';
  if (failureShare > 0.05) return 'degraded';
  return failureShare > 0.01 ? 'progressing' : 'healthy';
}
