import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import Breadcrumbs from '@mui/material/Breadcrumbs';
import { approvalTopic } from '@slipway/plugin-approvals-common';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  SkeletonCard,
  useAddressedTopic,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import { useParams } from 'react-router-dom';
import { SEE_APPROVALS } from '../../lib/words';
import { approvalsRouteRef } from '../../routes';
import { AnswerFlowProvider } from './answerFlow';
import { ApprovalView } from './ApprovalView';

/** The page of one approval, `/approvals/:id`. */
export function ApprovalPage() {
  const { id = '' } = useParams();
  const list = useRouteRef(approvalsRouteRef)?.();
  const live = useAddressedTopic(approvalTopic, { id });
  const connection = useLiveConnection();
  const approval = live.items.get(id);
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      {list && (
        <Breadcrumbs aria-label="Where this is" sx={{ mb: 1, fontSize: 14 }}>
          <Link to={list}>Approvals</Link>
          <span>{id.slice(0, 8)}</span>
        </Breadcrumbs>
      )}
      <LiveGate
        reading={live}
        what="The approval"
        needs={SEE_APPROVALS}
        notLost="A request waits until it is answered or expires."
        skeleton={
          <Box sx={{ display: 'grid', gap: 2 }}>
            <SkeletonCard lines={2} label="Loading the approval" />
            <SkeletonCard lines={6} />
          </Box>
        }
      >
        {approval ? (
          <AnswerFlowProvider>
            <ApprovalView
              approval={approval}
              fresh={
                <FreshnessNote
                  freshness={live.freshness}
                  connection={connection}
                />
              }
            />
          </AnswerFlowProvider>
        ) : (
          <EmptyState
            title="There is no such approval"
            description="The address may be cut off, or it was asked for in another portal."
          />
        )}
      </LiveGate>
    </Box>
  );
}
