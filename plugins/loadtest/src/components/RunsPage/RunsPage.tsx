import Box from '@mui/material/Box';
import { loadtestListTopic } from '@slipway/plugin-loadtest-common';
import {
  FreshnessNote,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { SEE_RUNS } from '../../lib/needs';
import { RunsList } from './RunsList';

/** All load tests, the newest first. */
export function RunsPage() {
  const live = useLiveTopic(loadtestListTopic, {});
  const connection = useLiveConnection();
  const runs = useMemo(() => [...live.items.values()], [live.items]);
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <LiveGate
        reading={live}
        what="The list of load tests"
        needs={SEE_RUNS}
        notLost="Runs continue whether they are shown or not."
        skeleton={
          <SkeletonTable
            rows={6}
            columns={7}
            rowHeight={64}
            label="Loading load tests"
          />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5 }}>
          <Box>
            <FreshnessNote freshness={live.freshness} connection={connection} />
          </Box>
          <RunsList runs={runs} />
        </Box>
      </LiveGate>
    </Box>
  );
}
