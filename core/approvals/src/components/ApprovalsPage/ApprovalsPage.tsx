import { approvalsListTopic } from '@slipway/plugin-approvals-common';
import { ListPage } from '@slipway/plugin-portal-react';
import { SEE_APPROVALS } from '../../lib/words';
import { COLUMNS, ROW_HEIGHT } from './ApprovalCells';
import { ApprovalsList } from './ApprovalsList';

/** Open approvals and those that are over, what is open first. */
export function ApprovalsPage() {
  return (
    <ListPage
      topic={approvalsListTopic}
      what="approvals"
      needs={SEE_APPROVALS}
      notLost="Requests wait until they are answered or expire."
      table={{ columns: COLUMNS.length, rowHeight: ROW_HEIGHT }}
    >
      {approvals => <ApprovalsList approvals={approvals} />}
    </ListPage>
  );
}
