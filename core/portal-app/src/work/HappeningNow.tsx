import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  FreshnessNote,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { runningWorkTopic } from '@slipway/plugin-work-common';
import { SEE_WORK } from './needs';
import { LackingNote, WorkList } from './WorkList';
import { byLatest } from './words';

/** Home: what runs now on all services, over all plugins. */
export function HappeningNow() {
  const live = useLiveTopic(runningWorkTopic, {});
  const connection = useLiveConnection();
  const work = [...live.items.values()].sort(byLatest);
  return (
    <LiveGate
      reading={live}
      what="What is happening now"
      needs={SEE_WORK}
      skeleton={
        <SkeletonTable rows={3} columns={4} label="Loading: Happening now" />
      }
    >
      {connection.status !== 'open' && (
        <Box sx={{ mb: 1 }}>
          <FreshnessNote freshness={live.freshness} connection={connection} />
        </Box>
      )}
      <LackingNote freshness={live.freshness} />
      {work.length === 0 ? (
        <Typography color="text.secondary">
          No release, fault, load or joint run is under way.
        </Typography>
      ) : (
        <WorkList work={work} />
      )}
    </LiveGate>
  );
}
