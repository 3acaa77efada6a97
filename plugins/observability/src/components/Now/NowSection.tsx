import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { formatWindow } from '@slipway/plugin-metrics-common';
import { ObservedPlace, PlaceNow } from '@slipway/plugin-observability-common';
import {
  LiveGate,
  RelativeTime,
  Section,
  SkeletonTable,
  useFetched,
} from '@slipway/plugin-portal-react';
import { observabilityApiRef } from '../../api/ObservabilityApi';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { placeKey } from '../../lib/places';
import { ConnectionsTable } from './ConnectionsTable';
import { RoutesTable } from './RoutesTable';
import { SplitTable } from './SplitTable';

/** What is measured now beside the golden metrics: connections, mTLS, the traffic split, routes. */
export function NowSection(props: {
  entityRef: string;
  place: ObservedPlace;
  /** Counts presses on "Refresh". */
  round: number;
}) {
  const { entityRef, place, round } = props;
  const api = useApi(observabilityApiRef);
  const now = useFetched(
    place.metrics
      ? `${entityRef} ${placeKey(place)} ${place.canary} ${round}`
      : undefined,
    () => api.getNow(entityRef, place),
  );
  if (!place.metrics) return null;
  return (
    <Section title="Connections and routes">
      <LiveGate
        reading={now}
        what="What is measured now"
        needs={SEE_OBSERVABILITY}
        skeleton={
          <SkeletonTable rows={4} columns={3} label="Loading connections" />
        }
        onRetry={now.reload}
      >
        {now.value && <Figures now={now.value} />}
      </LiveGate>
    </Section>
  );
}

function Figures({ now }: { now: PlaceNow }) {
  return (
    <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
      <Typography variant="body2" color="text.secondary">
        {`Rates over ${formatWindow(now.over)}, asked `}
        <RelativeTime at={now.at} />
      </Typography>
      <ConnectionsTable sides={now.sides} />
      {now.split && <SplitTable split={now.split} />}
      <RoutesTable routes={now.routes} />
    </Box>
  );
}
