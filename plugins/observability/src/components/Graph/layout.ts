import { graphlib, layout } from '@dagrejs/dagre';
import { ServiceGraph } from '@slipway/plugin-observability-common';
import { edgeKey } from './edgeKey';

/** Size of a node, px. */
export const NODE = { width: 168, height: 52 };

/** Where everything stands, px from the top left. */
export interface GraphLayout {
  width: number;
  height: number;
  /** Middle of each node, by its id. */
  nodes: ReadonlyMap<string, { x: number; y: number }>;
  /** Points of each edge, by `edgeKey`. */
  edges: ReadonlyMap<string, ReadonlyArray<{ x: number; y: number }>>;
}

/** Callers to the left, callees to the right. Depends on nodes and edges alone, never on their figures. */
export function layoutOf({
  nodes,
  edges,
}: Pick<ServiceGraph, 'nodes' | 'edges'>): GraphLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 22,
    ranksep: 130,
    marginx: 8,
    marginy: 8,
  });
  graph.setDefaultEdgeLabel(() => ({}));
  for (const { id } of nodes) graph.setNode(id, { ...NODE });
  for (const { from, to } of edges) graph.setEdge(from, to, {});
  layout(graph);
  const { width = 0, height = 0 } = graph.graph();
  return {
    width,
    height,
    nodes: new Map(
      nodes.map(({ id }) => {
        const { x, y } = graph.node(id);
        return [id, { x, y }];
      }),
    ),
    edges: new Map(
      edges.map(edge => [
        edgeKey(edge),
        graph.edge(edge.from, edge.to).points ?? [],
      ]),
    ),
  };
}
