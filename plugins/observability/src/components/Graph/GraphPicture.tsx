import { useRouteRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { GraphNode, ServiceGraph } from '@slipway/plugin-observability-common';
import { Link } from 'react-router-dom';
import { GraphCanvas } from './GraphCanvas';
import { NODE } from './layout';
import { shortTitle } from './shortTitle';

/** Callers and callees of one service as a picture. */
export function GraphPicture({ graph }: { graph: ServiceGraph }) {
  return (
    <GraphCanvas
      label="Service graph"
      about="Callers on the left, callees on the right"
      nodes={graph.nodes}
      edges={graph.edges}
      unknown={graph.unknown}
      size={NODE}
      drawNode={node => (
        <NodeBox node={node} centre={node.id === graph.centre} />
      )}
    />
  );
}

function NodeBox({ node, centre }: { node: GraphNode; centre: boolean }) {
  const pageOf = useRouteRef(entityRouteRef);
  const { title, namespace, entityRef } = node;
  const second = namespace
    ? `${namespace}${entityRef ? '' : ', not in the catalog'}`
    : 'not measured here';
  const box = (
    <>
      <title>{title}</title>
      <rect className="node" {...NODE} rx={6} />
      <text className="title" x={NODE.width / 2} y={22} textAnchor="middle">
        {shortTitle(title)}
      </text>
      <text className="small" x={NODE.width / 2} y={40} textAnchor="middle">
        {second}
      </text>
    </>
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
