import { styled } from '@mui/material/styles';
import {
  edgeHealth,
  edgeWidth,
  GraphEdge,
  shapeOf,
} from '@slipway/plugin-observability-common';
import { stateColour } from '@slipway/plugin-portal-react';
import { Fragment, ReactNode, useMemo } from 'react';
import { edgeKey } from './edgeKey';
import { markOf, rateWords, successWords } from './edgeWords';
import { EdgeLayout, layoutOf, Size } from './layout';

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
  '& a:focus-visible': { outline: 'none' },
  '& a:focus-visible rect.node': { strokeWidth: 3 },
}));

/** A graph of services as a picture: width is traffic, colour is health, dashes are what has no traffic. */
export function GraphCanvas<Node extends { id: string }>(props: {
  label: string;
  /** What stands where, for a screen reader. */
  about: string;
  nodes: readonly Node[];
  edges: readonly GraphEdge[];
  /** Why traffic is not known. */
  unknown?: string;
  size: Size;
  /** Draws a node; 0, 0 is its top left. */
  drawNode: (node: Node) => ReactNode;
}) {
  const { label, about, nodes, edges, unknown, size, drawNode } = props;
  const shape = shapeOf({ nodes, edges });
  // Other figures move nothing: only the shape does.
  const layout = useMemo(() => {
    const [ids, pairs] = JSON.parse(shape) as [
      string[],
      Array<[string, string]>,
    ];
    return layoutOf(
      {
        nodes: ids.map(id => ({ id })),
        edges: pairs.map(([from, to]) => ({ from, to })),
      },
      size,
    );
  }, [shape, size]);
  const { width, height } = layout;
  return (
    <Frame role="region" aria-label={label} tabIndex={0}>
      <Picture
        width={width}
        height={height}
        viewBox={`0 0 ${width} ${height}`}
        aria-label={about}
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
        {edges.map(edge => (
          <EdgeLine
            key={edgeKey(edge)}
            edge={edge}
            place={layout.edges.get(edgeKey(edge))}
          />
        ))}
        {nodes.map(node => {
          const place = layout.nodes.get(node.id);
          if (!place) return null;
          const x = place.x - size.width / 2;
          const y = place.y - size.height / 2;
          return (
            <g key={node.id} transform={`translate(${x} ${y})`}>
              {drawNode(node)}
            </g>
          );
        })}
        {edges.map(edge => (
          <EdgeWords
            key={edgeKey(edge)}
            edge={edge}
            place={layout.edges.get(edgeKey(edge))}
            unknown={unknown}
          />
        ))}
      </Picture>
    </Frame>
  );
}

function EdgeLine(props: { edge: GraphEdge; place: EdgeLayout | undefined }) {
  const { edge, place } = props;
  if (!place) return null;
  return (
    <path
      d={`M${place.points.map(({ x, y }) => `${x} ${y}`).join(' L')}`}
      fill="none"
      stroke={stateColour(edgeHealth(edge.failureShare))}
      strokeWidth={edgeWidth(edge.requestRate)}
      strokeDasharray={edge.source === 'catalog' ? '5 4' : undefined}
      markerEnd="url(#slipway-graph-arrow)"
    />
  );
}

function EdgeWords(props: {
  edge: GraphEdge;
  place: EdgeLayout | undefined;
  unknown?: string;
}) {
  const { edge, place, unknown } = props;
  if (!place) return null;
  const mark = markOf(edge, { unknown });
  const figures =
    edge.requestRate === undefined
      ? rateWords(edge, { unknown })
      : `${rateWords(edge, { unknown })} · ${successWords(edge)}`;
  const lines = mark && mark !== figures ? [figures, mark] : [figures];
  const { x, y } = place.label;
  const top = y - lines.length * 7;
  return (
    <g>
      {lines.map((line, index) => (
        <Fragment key={line}>
          <rect
            className="words"
            x={x - line.length * 3.2}
            y={top + index * 14}
            width={line.length * 6.4}
            height={14}
          />
          <text
            className="small"
            x={x}
            y={top + 11 + index * 14}
            textAnchor="middle"
          >
            {line}
          </text>
        </Fragment>
      ))}
    </g>
  );
}
