import Box from '@mui/material/Box';
import {
  LiveGate,
  SkeletonTable,
  SourcesNote,
  useAskedOfMe,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { SEE_APPROVALS } from '../../lib/words';
import { ApprovalsList } from './ApprovalsList';

/** Open approvals and those that are over, what is open first. */
export function ApprovalsPage() {
  const { live, approvals: mine } = useAskedOfMe();
  const approvals = useMemo(() => [...live.items.values()], [live.items]);
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <LiveGate
        reading={live}
        what="The list of approvals"
        needs={SEE_APPROVALS}
        notLost="Requests wait until they are answered or expire."
        skeleton={
          <SkeletonTable
            rows={6}
            columns={5}
            rowHeight={72}
            label="Loading approvals"
          />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          <SourcesNote freshness={live.freshness} />
          <ApprovalsList approvals={approvals} mine={mine} />
        </Box>
      </LiveGate>
    </Box>
  );
}
