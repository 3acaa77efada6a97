import { graphlib, layout } from '@dagrejs/dagre';
import { edgeKey } from './edgeKey';

/** Size of something that is drawn, px. */
export interface Size {
  width: number;
  height: number;
}

/** Size of a service in the graph of one service, px. */
export const NODE: Size = { width: 168, height: 52 };

/** Room for the figures of an edge, px. */
const LABEL: Size = { width: 104, height: 30 };

/** Where everything stands, px from the top left. */
export interface GraphLayout extends Size {
  /** Middle of each node, by its id. */
  nodes: ReadonlyMap<string, { x: number; y: number }>;
  /** Points of each edge, and the middle of its figures, by `edgeKey`. */
  edges: ReadonlyMap<string, EdgeLayout>;
}

export interface EdgeLayout {
  points: ReadonlyArray<{ x: number; y: number }>;
  label: { x: number; y: number };
}

/** Callers to the left, callees to the right. Depends on nodes and edges alone, never on their figures. */
export function layoutOf(
  {
    nodes,
    edges,
  }: {
    nodes: ReadonlyArray<{ id: string }>;
    edges: ReadonlyArray<{ from: string; to: string }>;
  },
  size: Size = NODE,
): GraphLayout {
  const graph = new graphlib.Graph();
  graph.setGraph({
    rankdir: 'LR',
    nodesep: 22,
    ranksep: 24,
    marginx: 8,
    marginy: 8,
  });
  for (const { id } of nodes) graph.setNode(id, { ...size });
  for (const { from, to } of edges) {
    graph.setEdge(from, to, { ...LABEL, labelpos: 'c' });
  }
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
      edges.map(edge => {
        const { points = [], x, y } = graph.edge(edge.from, edge.to);
        return [edgeKey(edge), { points, label: { x: x ?? 0, y: y ?? 0 } }];
      }),
    ),
  };
}
