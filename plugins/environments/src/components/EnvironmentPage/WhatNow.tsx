import { Link } from '@backstage/core-components';
import Alert, { AlertColor } from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import {
  apply,
  EnvironmentRow,
  Operation,
  retry,
  retryMode,
  RUNNER_WORDS,
  STEP_WORDS,
} from '@slipway/plugin-environments-common';
import { ActionButton, RelativeTime } from '@slipway/plugin-portal-react';
import { approversInWords } from '@slipway/plugin-approvals-common';
import { shownApproval, useApplyApprovals } from '../../hooks/useApplyApproval';
import { useEnvironmentButtons } from '../Actions/buttons';
import { refName } from '../../lib/listQuery';
import { stateChip } from '../../lib/words';

const SEVERITIES: Readonly<Record<EnvironmentRow['state'], AlertColor>> = {
  planning: 'info',
  waiting: 'warning',
  applying: 'info',
  ready: 'success',
  failed: 'error',
  'lock-held': 'error',
  destroying: 'info',
  destroyed: 'info',
};

/** Where the environment stands, what waits for whom, and the one next step. */
export function WhatNow(props: {
  row: EnvironmentRow;
  operation: Operation | undefined;
}) {
  const { row, operation } = props;
  const { label } = stateChip(row);
  const stale = operation?.state === 'waiting' && operation.plan?.stale;
  return (
    <Alert
      severity={SEVERITIES[row.state]}
      data-testid="what-now"
      sx={{ mb: 2, '& .MuiAlert-message': { width: '100%' } }}
    >
      <AlertTitle>{label}</AlertTitle>
      <Box sx={{ overflowWrap: 'anywhere' }}>{row.reason}</Box>
      {operation?.state === 'waiting' && !stale && (
        <Waiting row={row} operation={operation} />
      )}
      {stale && <Box>{`${stale} It is planned, and approved, again.`}</Box>}
      {operation?.cancel && (
        <Box>
          {`${refName(
            operation.cancel.by,
          )} asked to cancel it: it ends as soon as its command has. `}
          <RelativeTime at={operation.cancel.at} />
        </Box>
      )}
      {row.runner === 'simulated' && <Box>{RUNNER_WORDS.simulated}</Box>}
      <NextStep row={row} operation={operation} stale={Boolean(stale)} />
    </Alert>
  );
}

/** Whether somebody must allow it, and whether somebody has been asked. */
function Waiting({
  row,
  operation,
}: {
  row: EnvironmentRow;
  operation: Operation;
}) {
  const approvals = useApplyApprovals(row.entityRef);
  const why = operation.plan?.needsApproval;
  if (!why) {
    return (
      <Box>Nobody has to allow it: read the plan below, then apply it.</Box>
    );
  }
  const approval = shownApproval(approvals, operation.createdAt);
  return (
    <>
      <Box>{why}</Box>
      {!approval && (
        <Box>Nobody has been asked yet: Apply asks for the approval.</Box>
      )}
      {approval?.state === 'waiting' && (
        <Box>
          {`${refName(approval.requester)} asked ${approversInWords(
            approval.approvers,
          )} `}
          <RelativeTime at={approval.askedAt} />
          {': '}
          <Link to={`/approvals/${approval.id}`}>open the request</Link>
        </Box>
      )}
      {approval?.answer && (
        <Box>
          {`${refName(approval.answer.by)} ${
            approval.state === 'refused' ? 'refused' : 'allowed'
          } what ${refName(approval.requester)} asked for${
            approval.answer.reason ? `: ${approval.answer.reason}` : ''
          }. `}
          <Link to={`/approvals/${approval.id}`}>Open the request</Link>
        </Box>
      )}
    </>
  );
}

function NextStep(props: {
  row: EnvironmentRow;
  operation: Operation | undefined;
  stale: boolean;
}) {
  const { row, operation, stale } = props;
  const { button } = useEnvironmentButtons(row);
  if (!operation) return null;
  const { id, state, plan } = operation;
  if (state === 'waiting' && plan && !stale) {
    return (
      <Box sx={{ mt: 1 }}>
        <ActionButton
          {...button(apply, { operationId: id, planHash: plan.hash })}
          label="Apply…"
          variant="contained"
          color={plan.destroys.length > 0 ? 'error' : 'primary'}
        />
      </Box>
    );
  }
  if (stale || ['failed', 'cancelled', 'lock-held'].includes(state)) {
    return (
      <Box sx={{ mt: 1 }}>
        <Box sx={{ mb: 1 }}>{retryWords(operation)}</Box>
        <ActionButton
          {...button(retry, { operationId: id })}
          label="Retry…"
          variant="contained"
        />
      </Box>
    );
  }
  return null;
}

/** What Retry would do, by the rule of the backend. */
function retryWords(operation: Operation): string {
  const answer = retryMode(operation);
  if ('refused' in answer) return answer.refused;
  const next = operation.steps.find(
    ({ state }) => state !== 'succeeded' && state !== 'skipped',
  );
  return answer.mode === 'continue' && next
    ? `Retry continues with “${
        STEP_WORDS[next.name]
      }”; what was applied is not applied again.`
    : 'Retry makes a new plan.';
}
