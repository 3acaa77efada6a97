import Alert from '@mui/material/Alert';
import {
  ActionTypes,
  hasChangedSince,
  needsTypedName,
  titleOf,
} from '@slipway/plugin-actions-common';
import { useState } from 'react';
import { WorkloadNotes } from '../workload/contributions';
import { ConfirmDialog } from './ConfirmDialog';
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
  onSend: (intent: ActionIntent<T>, typedName?: string) => Promise<unknown>;
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
  return (
    <ConfirmDialog
      open
      title={titleOf(action, target.name)}
      target={target}
      effect={effect}
      warnings={warnings}
      command={command}
      typedName={needsTypedName(action, environment) ? target.name : undefined}
      confirmLabel={action.words.label}
      tone={action.risk.danger ? 'danger' : 'default'}
      blocked={action.gate(current) ?? action.missing?.(draft)}
      notDone={surface.notDone?.(action)}
      onClose={onClose}
      onConfirm={({ typedName }) => onSend({ ...intent, draft }, typedName)}
    >
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
      {Fields && <Fields subject={subject} draft={draft} onChange={setDraft} />}
    </ConfirmDialog>
  );
}
