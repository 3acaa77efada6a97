import Alert from '@mui/material/Alert';
import {
  ActionTypes,
  hasChangedSince,
  needsTypedName,
  titleOf,
} from '@slipway/plugin-actions-common';
import { useState } from 'react';
import { ApprovalConfirm } from '../approvals/ApprovalConfirm';
import { WorkloadNotes } from '../workload/contributions';
import { ConfirmDialog, ConfirmDialogProps } from './ConfirmDialog';
import { ActionFields, ActionIntent, ActionSurface } from './types';

/** An environment that is not known counts as production. */
const UNKNOWN = { environment: 'prod' } as const;

/**
 * Asks before an action is sent: what will happen, warnings, where, and the
 * command that does the same. What was seen when it was opened is what is
 * sent; when the subject changes meanwhile, it says so.
 */
export function ActionDialog<T extends ActionTypes>(props: {
  intent: ActionIntent<T>;
  surface: ActionSurface<T>;
  onSend: (
    intent: ActionIntent<T>,
    typedName?: string,
    approvalId?: string,
  ) => Promise<unknown>;
  onClose: () => void;
}) {
  const { intent, surface, onSend, onClose } = props;
  const { action, subject, seen } = intent;
  const [draft, setDraft] = useState(intent.draft);
  const current = surface.useCurrent(subject);
  const context = surface.useContext(subject);
  const { effect, warnings, command } = action.preview(subject, draft, context);
  const target = surface.targetOf(subject);
  const environment = surface.environmentOf?.(subject) ?? UNKNOWN;
  const Fields: ActionFields<T> | undefined = surface.fields?.[action.name];
  const dialog: ConfirmDialogProps = {
    open: true,
    title: titleOf(action, target.name),
    target,
    effect,
    warnings,
    command,
    typedName: needsTypedName(action, environment) ? target.name : undefined,
    confirmLabel: action.words.label,
    tone: action.risk.danger ? 'danger' : 'default',
    blocked: action.gate(current) ?? action.missing?.(draft),
    notDone: surface.notDone?.(action),
    onClose,
    onConfirm: ({ typedName }) => onSend({ ...intent, draft }, typedName),
    children: (
      <>
        {hasChangedSince(seen, surface.seenOf(current), action.guard) && (
          <Alert severity="warning">
            {`${
              target.name
            } changed since you looked: it is now ${surface.stateInWords(
              current,
            )}. Close this and review it.`}
          </Alert>
        )}
        {target.kind && (
          <WorkloadNotes
            workload={{ kind: target.kind, ref: target }}
            action={action.name}
          />
        )}
        {Fields && (
          <Fields subject={subject} draft={draft} onChange={setDraft} />
        )}
      </>
    ),
  };
  const why = action.approval?.shown(current, draft);
  return why !== undefined && surface.approvals ? (
    <ApprovalConfirm
      why={why}
      dialog={dialog}
      intent={{ ...intent, draft }}
      surface={surface}
      approvals={surface.approvals}
      onSend={onSend}
    />
  ) : (
    <ConfirmDialog {...dialog} />
  );
}
