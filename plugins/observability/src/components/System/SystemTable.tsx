import { useRouteRef } from '@backstage/frontend-plugin-api';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import {
  SystemEdge,
  SystemGraph,
  SystemNode,
  SystemPlace,
} from '@slipway/plugin-observability-common';
import {
  FactColumn,
  FactNote,
  FactTable,
  StateChip,
} from '@slipway/plugin-portal-react';
import { Link } from 'react-router-dom';
import { edgeKey } from '../Graph/edgeKey';
import { markOf, rateWords, successWords } from '../Graph/edgeWords';
import { readingWords } from '../../lib/readingWords';
import { HEALTH } from '../../lib/system';
import { Activities } from './Activities';
import { serviceAddress } from './serviceAddress';

/** The same services and calls as the picture. */
export function SystemTable(props: { graph: SystemGraph; place: SystemPlace }) {
  const { graph, place } = props;
  const titles = new Map(graph.nodes.map(({ id, title }) => [id, title]));
  const calls: Array<FactColumn<SystemEdge>> = [
    {
      title: 'Call',
      cell: ({ from, to }) => `${titles.get(from)} → ${titles.get(to)}`,
    },
    {
      title: 'Requests',
      figure: true,
      cell: edge => rateWords(edge, graph),
    },
    { title: 'Success rate', figure: true, cell: successWords },
    { title: 'Remark', cell: edge => markOf(edge, graph) },
  ];
  const services: Array<FactColumn<SystemNode>> = [
    {
      title: 'Service',
      cell: node => <ServiceName node={node} place={place} />,
    },
    {
      title: 'Health',
      cell: ({ health, outside, successRate }) =>
        outside ? (
          'Outside of the system'
        ) : (
          <>
            <StateChip
              state={HEALTH[health].state}
              label={HEALTH[health].words}
            />
            {health === 'unknown' && successRate.state === 'unknown' && (
              <FactNote>{successRate.reason}</FactNote>
            )}
          </>
        ),
    },
    {
      title: 'Requests',
      figure: true,
      cell: ({ requestRate }) => readingWords(requestRate, 'req/s'),
    },
    {
      title: 'Success rate',
      figure: true,
      cell: ({ successRate }) => readingWords(successRate, 'ratio'),
    },
    {
      title: 'Going on',
      cell: ({ activities }) => <Activities activities={activities} />,
    },
  ];
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
      <FactTable
        label="Services of the system"
        rows={graph.nodes}
        keyOf={({ id }) => id}
        columns={services}
      />
      <FactTable
        label="Calls between services"
        rows={graph.edges}
        keyOf={edgeKey}
        columns={calls}
      />
    </Box>
  );
}

function ServiceName(props: { node: SystemNode; place: SystemPlace }) {
  const { node, place } = props;
  const pageOf = useRouteRef(entityRouteRef);
  const address = pageOf && serviceAddress(node, place, pageOf);
  return address ? <Link to={address}>{node.title}</Link> : <>{node.title}</>;
}
