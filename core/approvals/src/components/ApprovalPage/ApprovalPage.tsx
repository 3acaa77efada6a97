import { useRouteRef } from '@backstage/frontend-plugin-api';
import { approvalTopic } from '@slipway/plugin-approvals-common';
import {
  EmptyState,
  FreshnessNote,
  LiveGate,
  PageFrame,
  SkeletonPage,
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
    <PageFrame above={[{ title: 'Approvals', to: list }]} here={id.slice(0, 8)}>
      <LiveGate
        reading={live}
        what="The approval"
        needs={SEE_APPROVALS}
        notLost="A request waits until it is answered or expires."
        skeleton={<SkeletonPage label="Loading the approval" />}
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
    </PageFrame>
  );
}
