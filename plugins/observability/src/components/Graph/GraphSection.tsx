import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { formatWindow } from '@slipway/plugin-metrics-common';
import {
  ObservedPlace,
  ServiceGraph,
} from '@slipway/plugin-observability-common';
import {
  EmptyState,
  LiveGate,
  PartialNote,
  RelativeTime,
  Section,
  useFetched,
} from '@slipway/plugin-portal-react';
import { lazy, Suspense, useState } from 'react';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { placeKey } from '../../lib/places';
import { GraphTable } from './GraphTable';

// The layout is heavy and is not needed before the graph is there.
const GraphPicture = lazy(() =>
  import('./GraphPicture').then(m => ({ default: m.GraphPicture })),
);

const skeleton = <Skeleton variant="rounded" height={240} />;

/** Who calls the service and whom it calls, one hop. */
export function GraphSection(props: {
  entityRef: string;
  place: ObservedPlace;
  round: number;
}) {
  const { entityRef, place, round } = props;
  const api = useApi(observabilityApiRef);
  const graph = useFetched(`${entityRef} ${placeKey(place)} ${round}`, () =>
    api.getGraph(entityRef, place),
  );
  return (
    <Section title="Callers and callees">
      <LiveGate
        reading={graph}
        what="The service graph"
        needs={SEE_OBSERVABILITY}
        skeleton={skeleton}
        onRetry={graph.reload}
      >
        {graph.value && <GraphView graph={graph.value} place={place} />}
      </LiveGate>
    </Section>
  );
}

function GraphView(props: { graph: ServiceGraph; place: ObservedPlace }) {
  const { graph, place } = props;
  const [asTable, setAsTable] = useState(false);
  const { unknown, edges } = graph;
  return (
    <Box sx={{ display: 'grid', gap: 1, gridTemplateColumns: '100%' }}>
      <PartialNote
        missing={
          unknown
            ? [{ source: `traffic in ${place.cluster}`, reason: unknown }]
            : []
        }
      />
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          justifyContent: 'space-between',
          gap: 1,
        }}
      >
        <Typography variant="body2" color="text.secondary">
          {graph.over && `Rates over ${formatWindow(graph.over)}, `}
          asked <RelativeTime at={graph.at} />
        </Typography>
        <Button
          size="small"
          color="inherit"
          aria-pressed={asTable}
          onClick={() => setAsTable(!asTable)}
        >
          View graph as table
        </Button>
      </Box>
      {edges.length === 0 && (
        <EmptyState
          title="Nobody calls it and it calls nobody"
          description="There is no traffic to or from it, and the catalog names no component that it depends on or that depends on it."
        />
      )}
      {edges.length > 0 && asTable && <GraphTable graph={graph} />}
      {edges.length > 0 && !asTable && (
        <Suspense fallback={skeleton}>
          <GraphPicture graph={graph} />
        </Suspense>
      )}
    </Box>
  );
}
