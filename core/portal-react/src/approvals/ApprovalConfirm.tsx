import { Link } from '@backstage/core-components';
import Alert from '@mui/material/Alert';
import { ActionTypes } from '@slipway/plugin-actions-common';
import {
  Approval,
  approvalsAskedTopic,
  approversInWords,
} from '@slipway/plugin-approvals-common';
import { shortRef } from '@slipway/plugin-break-glass-common';
import { ReactNode } from 'react';
import { ConfirmDialog, ConfirmDialogProps } from '../actions/ConfirmDialog';
import { ActionIntent, ActionSurface } from '../actions/types';
import { useOwnership } from '../hooks/useOwnership';
import { useLiveTopic } from '../live/hooks';
import { RelativeTime } from '../time/RelativeTime';
import { useNow } from '../time/useNow';
import { ApprovalStep, approvalStep } from './approvalStep';

/**
 * The dialog of an action that somebody else must allow first. Asks for it,
 * shows where it stands, and offers the action as approved once it is allowed.
 */
export function ApprovalConfirm<T extends ActionTypes>(props: {
  /** Why somebody must allow it, one sentence. */
  why: string;
  /** What the dialog would show if nobody had to. */
  dialog: ConfirmDialogProps;
  intent: ActionIntent<T>;
  surface: ActionSurface<T>;
  approvals: NonNullable<ActionSurface<T>['approvals']>;
  onSend: (
    intent: ActionIntent<T>,
    typedName?: string,
    approvalId?: string,
  ) => Promise<unknown>;
}) {
  const { why, dialog, intent, surface, approvals, onSend } = props;
  const found = useStep(intent, surface, approvals);
  const note = (text: ReactNode) => (
    <>
      {dialog.children}
      {text}
    </>
  );
  if (found.step === 'allowed') {
    const { approval } = found;
    return (
      <ConfirmDialog
        {...dialog}
        key="allowed"
        confirmLabel={`${dialog.confirmLabel} as approved`}
        onConfirm={({ typedName }) => onSend(intent, typedName, approval.id)}
      >
        {note(<AllowedNote approval={approval} />)}
      </ConfirmDialog>
    );
  }
  return (
    <ConfirmDialog
      {...dialog}
      key="ask"
      typedName={undefined}
      reason={found.step === 'ask' ? 'required' : undefined}
      confirmLabel="Ask for approval"
      tone="default"
      keepOpen
      blocked={dialog.blocked ?? obstacleOf(found)}
      onConfirm={({ reason }) => approvals.ask(intent, reason ?? '')}
    >
      {note(
        <Alert severity="info">
          {`This needs an approval by somebody else. ${why}`}
          {found.step === 'waiting' && <StateOf approval={found.approval} />}
          {found.step === 'ask' && found.refused && (
            <StateOf approval={found.refused} />
          )}
        </Alert>,
      )}
    </ConfirmDialog>
  );
}

function useStep<T extends ActionTypes>(
  { action, subject, draft }: ActionIntent<T>,
  surface: ActionSurface<T>,
  approvals: NonNullable<ActionSurface<T>['approvals']>,
): ApprovalStep {
  const { known, userRef } = useOwnership();
  const now = useNow();
  const live = useLiveTopic(
    approvalsAskedTopic,
    userRef === undefined
      ? undefined
      : {
          requester: userRef.toLowerCase(),
          plugin: approvals.plugin,
          action: action.name,
          entityRef: approvals.entityRefOf(subject).toLowerCase(),
        },
  );
  // Without the list it can still be asked for: the server gives the one that is open.
  if (known && live.status === 'failed') return { step: 'ask' };
  if (live.status !== 'ready') return { step: 'looking' };
  const { cluster, namespace } = surface.targetOf(subject);
  return approvalStep(
    live.items.values(),
    { ...approvals.boundOf(subject, draft), cluster, namespace },
    new Date(now),
  );
}

function obstacleOf(found: ApprovalStep): string | undefined {
  if (found.step === 'looking') return 'Looking for an approval.';
  return found.step === 'waiting'
    ? `Waiting for ${approversInWords(
        found.approval.approvers,
      )} to answer. This changes by itself once somebody does.`
    : undefined;
}

function StateOf({ approval }: { approval: Approval }) {
  const { id, answer, askedAt } = approval;
  return (
    <div>
      {answer
        ? `${shortRef(answer.by)} refused it: ${answer.reason ?? ''} `
        : 'Asked for '}
      {!answer && <RelativeTime at={askedAt} />}{' '}
      <Link to={`/approvals/${id}`}>Open the request</Link>
    </div>
  );
}

function AllowedNote({ approval }: { approval: Approval }) {
  const { id, answer, expiresAt } = approval;
  return (
    <Alert severity="success">
      {`${
        answer ? shortRef(answer.by) : 'Somebody'
      } allowed exactly this, for one use; it ends `}
      <RelativeTime at={expiresAt} />
      {'. '}
      <Link to={`/approvals/${id}`}>Open the request</Link>
    </Alert>
  );
}
