import Box from '@mui/material/Box';
import { chaosListTopic } from '@slipway/plugin-chaos-common';
import {
  LiveGate,
  SkeletonTable,
  SourcesNote,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { SEE_FAULTS } from '../../lib/needs';
import { HaltBar } from '../Actions/haltFlow';
import { FaultsList } from './FaultsList';

/** All faults of all clusters, what is active first. */
export function FaultsPage() {
  const live = useLiveTopic(chaosListTopic, {});
  const faults = useMemo(() => [...live.items.values()], [live.items]);
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <LiveGate
        reading={live}
        what="The list of faults"
        needs={SEE_FAULTS}
        notLost="Faults end by themselves whether they are shown or not."
        skeleton={
          <SkeletonTable
            rows={6}
            columns={7}
            rowHeight={72}
            label="Loading faults"
          />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'center',
              justifyContent: 'space-between',
              gap: 1.5,
            }}
          >
            <SourcesNote freshness={live.freshness} />
            <HaltBar />
          </Box>
          <FaultsList faults={faults} />
        </Box>
      </LiveGate>
    </Box>
  );
}
