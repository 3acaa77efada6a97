import Alert from '@mui/material/Alert';
import {
  ActionTypes,
  hasChangedSince,
  needsTypedName,
  titleOf,
} from '@slipway/plugin-actions-common';
import { useState } from 'react';
import { ApprovalConfirm } from '../approvals/ApprovalConfirm';
import { ShownWorkload, WorkloadNotes } from '../workload/contributions';
import {
  ConfirmDialog,
  ConfirmDialogProps,
  ConfirmTarget,
  ConfirmValues,
} from './ConfirmDialog';
import { StopsNote } from './StopsNote';
import { ActionFields, ActionIntent, ActionSurface } from './types';
import { useStops } from './useStops';

/** An environment that is not known counts as production. */
const UNKNOWN = { environment: 'prod' } as const;

/** `Promote full` → `Override and promote full` */
const overriding = (label: string) =>
  `Override and ${label[0].toLocaleLowerCase('en-US')}${label.slice(1)}`;

/** The object of a cluster that an action is done to; undefined where it is none. */
function workloadOf(target: ConfirmTarget): ShownWorkload | undefined {
  const { kind, cluster, namespace, name } = target;
  return kind && cluster !== undefined && namespace !== undefined
    ? { kind, ref: { cluster, namespace, name } }
    : undefined;
}

/**
 * Asks before an action is sent: what will happen, warnings, where, and the
 * command that does the same. What was seen when it was opened is what is
 * sent; when the subject changes meanwhile, it says so. Where rules of other
 * features stop it, it says which and for what; who may override them gives a
 * reason.
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
  const workload = workloadOf(target);
  const environment = surface.environmentOf?.(subject) ?? UNKNOWN;
  const stops = useStops(intent, surface, current);
  const stopped = stops.found?.stops.length ? stops.found : undefined;
  const mayOverride = stopped?.override.allowed === true;
  const send = async ({ typedName, reason }: ConfirmValues) => {
    const override =
      stopped && reason ? { reason, digest: stopped.digest } : undefined;
    try {
      await onSend(
        { ...intent, draft, ...(override ? { override } : {}) },
        typedName,
      );
    } catch (error) {
      stops.reload();
      throw error;
    }
  };
  const Fields: ActionFields<T> | undefined = surface.fields?.[action.name];
  const dialog: ConfirmDialogProps = {
    open: true,
    title: titleOf(action, target.name),
    target,
    effect,
    warnings,
    command,
    typedName: needsTypedName(action, environment) ? target.name : undefined,
    reason: mayOverride ? 'required' : undefined,
    confirmLabel: mayOverride
      ? overriding(action.words.label)
      : action.words.label,
    tone: action.risk.danger || mayOverride ? 'danger' : 'default',
    blocked:
      action.gate(current) ??
      action.missing?.(draft) ??
      (stopped?.override.allowed === false
        ? stopped.override.reason
        : undefined),
    notDone: surface.notDone?.(action),
    onClose,
    onConfirm: send,
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
        {workload && <WorkloadNotes workload={workload} action={action.name} />}
        <StopsNote stops={stops} />
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
