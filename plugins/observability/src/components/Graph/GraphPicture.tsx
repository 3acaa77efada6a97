import { useRouteRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { styled } from '@mui/material/styles';
import {
  edgeHealth,
  edgeWidth,
  GraphEdge,
  GraphNode,
  ServiceGraph,
  shapeOf,
} from '@slipway/plugin-observability-common';
import { stateColour } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { Link } from 'react-router-dom';
import { edgeKey } from './edgeKey';
import { markOf, rateWords, successWords } from './edgeWords';
import { GraphLayout, layoutOf, NODE } from './layout';

const Frame = styled('div')({ overflowX: 'auto' });
const Picture = styled('svg')(({ theme }) => ({
  display: 'block',
  fontFamily: theme.typography.fontFamily,
  fontSize: 13,
  '& text': { fill: theme.palette.text.primary },
  '& .small': { fontSize: 12, fill: theme.palette.text.secondary },
  '& rect.node': {
    fill: theme.palette.background.paper,
    stroke: theme.palette.text.secondary,
  },
  '& .centre rect.node': {
    stroke: 'var(--slipway-stable, #1f5fbf)',
    strokeWidth: 2,
  },
  '& rect.words': { fill: theme.palette.background.paper },
  '& a': { textDecoration: 'none' },
  '& a text.title': { textDecoration: 'underline' },
  '& a:focus-visible rect.node': { strokeWidth: 3 },
}));

/** The graph as a picture: width is traffic, colour is health, dashes are what has no traffic. */
export function GraphPicture({ graph }: { graph: ServiceGraph }) {
  const shape = shapeOf(graph);
  // Other figures move nothing: only the shape does.
  const layout = useMemo(() => {
    const [nodes, edges] = JSON.parse(shape) as [
      string[],
      Array<[string, string]>,
    ];
    return layoutOf({
      nodes: nodes.map(id => ({ id, title: id })),
      edges: edges.map(([from, to]) => ({ from, to, source: 'both' })),
    });
  }, [shape]);
  const { width, height } = layout;
  return (
    <Frame role="region" aria-label="Service graph" tabIndex={0}>
      <Picture
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-label="Callers on the left, callees on the right"
        role="group"
      >
        <defs>
          <marker
            id="slipway-graph-arrow"
            viewBox="0 0 10 10"
            refX={9}
            refY={5}
            markerWidth={9}
            markerHeight={9}
            markerUnits="userSpaceOnUse"
            orient="auto"
          >
            <path d="M0 0 L10 5 L0 10 z" fill={stateColour('unknown')} />
          </marker>
        </defs>
        {graph.edges.map(edge => (
          <Edge key={edgeKey(edge)} edge={edge} graph={graph} layout={layout} />
        ))}
        {graph.nodes.map(node => (
          <Node
            key={node.id}
            node={node}
            centre={node.id === graph.centre}
            place={layout.nodes.get(node.id)}
          />
        ))}
      </Picture>
    </Frame>
  );
}

function Edge(props: {
  edge: GraphEdge;
  graph: ServiceGraph;
  layout: GraphLayout;
}) {
  const { edge, graph, layout } = props;
  const points = layout.edges.get(edgeKey(edge)) ?? [];
  if (points.length === 0) return null;
  const mark = markOf(edge, graph);
  const middle = points[Math.floor(points.length / 2)];
  const figures =
    edge.requestRate === undefined
      ? rateWords(edge, graph)
      : `${rateWords(edge, graph)} · ${successWords(edge)}`;
  const lines = mark && mark !== figures ? [figures, mark] : [figures];
  return (
    <g>
      <path
        d={`M${points.map(({ x, y }) => `${x} ${y}`).join(' L')}`}
        fill="none"
        stroke={stateColour(edgeHealth(edge.failureShare))}
        strokeWidth={edgeWidth(edge.requestRate)}
        strokeDasharray={edge.source === 'catalog' ? '5 4' : undefined}
        markerEnd="url(#slipway-graph-arrow)"
      />
      {lines.map((line, index) => (
        <g key={line}>
          <rect
            className="words"
            x={middle.x - line.length * 3.2}
            y={middle.y - 16 + index * 14}
            width={line.length * 6.4}
            height={14}
          />
          <text
            className="small"
            x={middle.x}
            y={middle.y - 5 + index * 14}
            textAnchor="middle"
          >
            {line}
          </text>
        </g>
      ))}
    </g>
  );
}

function Node(props: {
  node: GraphNode;
  centre: boolean;
  place: { x: number; y: number } | undefined;
}) {
  const { node, centre, place } = props;
  const pageOf = useRouteRef(entityRouteRef);
  if (!place) return null;
  const { title, namespace, entityRef } = node;
  const shown = title.length > 22 ? `${title.slice(0, 21)}…` : title;
  const second = namespace
    ? `${namespace}${entityRef ? '' : ', not in the catalog'}`
    : 'not measured here';
  const box = (
    <g
      transform={`translate(${place.x - NODE.width / 2} ${
        place.y - NODE.height / 2
      })`}
    >
      <title>{title}</title>
      <rect className="node" width={NODE.width} height={NODE.height} rx={6} />
      <text className="title" x={NODE.width / 2} y={22} textAnchor="middle">
        {shown}
      </text>
      <text className="small" x={NODE.width / 2} y={40} textAnchor="middle">
        {second}
      </text>
    </g>
  );
  if (centre || !entityRef || !pageOf) {
    return <g className={centre ? 'centre' : undefined}>{box}</g>;
  }
  const { kind, namespace: of, name } = parseEntityRef(entityRef);
  return (
    <Link
      to={`${pageOf({ kind, namespace: of, name })}/observability`}
      aria-label={`${title}, ${second}`}
    >
      {box}
    </Link>
  );
}
