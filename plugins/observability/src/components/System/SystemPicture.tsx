import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import {
  SystemGraph,
  SystemHealth,
  SystemNode,
  SystemPlace,
} from '@slipway/plugin-observability-common';
import { stateColour } from '@slipway/plugin-portal-react';
import { Link } from 'react-router-dom';
import { GraphCanvas } from '../Graph/GraphCanvas';
import { Size } from '../Graph/layout';
import { shortTitle } from '../Graph/shortTitle';
import {
  activityGroups,
  figuresWords,
  HEALTH,
  nodeWords,
} from '../../lib/system';
import { serviceAddress } from './serviceAddress';

const BOX: Size = { width: 196, height: 72 };

/** The services of a system as a picture; each leads to its own tab. */
export function SystemPicture(props: {
  graph: SystemGraph;
  place: SystemPlace;
}) {
  const { graph, place } = props;
  return (
    <GraphCanvas
      label="Graph of the system"
      about="Callers on the left, callees on the right"
      nodes={graph.nodes}
      edges={graph.edges}
      unknown={graph.unknown}
      size={BOX}
      drawNode={node => <ServiceBox node={node} place={place} />}
    />
  );
}

function ServiceBox(props: { node: SystemNode; place: SystemPlace }) {
  const { node, place } = props;
  const pageOf = useRouteRef(entityRouteRef);
  const { title, health, outside, activities } = node;
  const absent = outside || health === 'elsewhere';
  const box = (
    <>
      <title>{nodeWords(node)}</title>
      <rect
        className="node"
        {...BOX}
        rx={6}
        style={
          absent ? undefined : { stroke: stateColour(HEALTH[health].state) }
        }
        strokeDasharray={absent ? '4 3' : undefined}
      />
      {!absent && <HealthMark health={health} />}
      <text className="title" x={absent ? 12 : 30} y={22}>
        {shortTitle(title)}
      </text>
      <text className="small" x={12} y={42}>
        {figuresWords(node)}
      </text>
      <text className="small" x={12} y={61}>
        {activityGroups(activities).map(({ kind, words, tone }, index) => (
          <tspan key={kind}>
            {index > 0 ? ' · ' : ''}
            <tspan style={{ fill: stateColour(tone), fontWeight: 600 }}>
              {words}
            </tspan>
          </tspan>
        ))}
      </text>
    </>
  );
  const address = pageOf && serviceAddress(node, place, pageOf);
  return address ? (
    <Link to={address} aria-label={nodeWords(node)}>
      {box}
    </Link>
  ) : (
    <g role="img" aria-label={nodeWords(node)}>
      {box}
    </g>
  );
}

/** Health by its shape as well as by its colour. */
function HealthMark({ health }: { health: SystemHealth }) {
  const colour = stateColour(HEALTH[health].state);
  switch (health) {
    case 'healthy':
      return <circle cx={18} cy={18} r={6} fill={colour} />;
    case 'progressing':
      return <path d="M18 10 L26 18 L18 26 L10 18 z" fill={colour} />;
    case 'degraded':
      return <path d="M18 10 L26 24 L10 24 z" fill={colour} />;
    case 'no-traffic':
      return (
        <circle
          cx={18}
          cy={18}
          r={5}
          fill="none"
          stroke={colour}
          strokeWidth={2}
        />
      );
    default:
      return (
        <text
          x={18}
          y={23}
          textAnchor="middle"
          style={{ fill: colour, fontWeight: 700 }}
        >
          ?
        </text>
      );
  }
}
