import {
  ConfirmDialog,
  failureMessage,
  useLivePart,
  useNow,
} from '@slipway/plugin-portal-react';
import Alert from '@mui/material/Alert';
import { hasChangedSince } from '@slipway/plugin-actions-common';
import {
  actionGate,
  previewAction,
  rolloutActions,
  rolloutDetailTopic,
  seenStateOf,
} from '@slipway/plugin-rollouts-common';
import { unknownMetrics } from '@slipway/plugin-metrics-common';
import { useState } from 'react';
import { useRevisionMetrics } from '../../hooks/useRevisionMetrics';
import { refParams } from '../../hooks/useRolloutDetail';
import { stepsText } from '../../lib/words';
import { ActionIntent } from './ActionIntent';
import { ACTION_LABELS } from './actionWords';
import { ArgsFields, missingArgs } from './ArgsFields';

/**
 * Asks before an action is sent: what will happen, warnings, where,
 * and the command that does the same. What was seen when it was opened is what
 * is sent; when the rollout moves on meanwhile, it says so.
 */
export function ActionDialog(props: {
  intent: ActionIntent;
  onSend: (intent: ActionIntent, typedName?: string) => Promise<unknown>;
  onClose: () => void;
}) {
  const { intent, onSend, onClose } = props;
  const { action, detail, seen } = intent;
  const { core } = detail;
  const [args, setArgs] = useState(intent.args);
  const live = useLivePart(rolloutDetailTopic, refParams(core.ref), 'core');
  const current = live ?? core;
  const { environment } = core.environment;
  const metrics = useRevisionMetrics(core.ref);
  // A deadline that passes while the dialog is open changes what will happen.
  const now = useNow();
  const preview = previewAction(action, detail, args, {
    environment,
    now,
    metrics:
      metrics.status === 'failed'
        ? {
            canary: unknownMetrics(failureMessage(metrics.error)),
          }
        : metrics,
  });
  const gate = actionGate(action, current, detail);

  return (
    <ConfirmDialog
      open
      title={preview.title}
      target={{ ...core.ref, kind: 'Rollout' }}
      effect={preview.effect}
      warnings={preview.warnings}
      command={preview.command}
      typedName={preview.typedConfirmation ? core.ref.name : undefined}
      confirmLabel={ACTION_LABELS[action]}
      tone={action === 'abort' || action === 'undo' ? 'danger' : 'default'}
      blocked={gate.enabled ? missingArgs(action, args) : gate.reason}
      onClose={onClose}
      onConfirm={({ typedName }) => onSend({ ...intent, args }, typedName)}
    >
      {hasChangedSince(
        seen,
        seenStateOf(current),
        rolloutActions[action].guard,
      ) && (
        <Alert severity="warning">
          {`It has moved on since this was opened: now ${
            current.phase
          }, ${stepsText(
            current,
          )}. This would be refused: close it and look again.`}
        </Alert>
      )}
      <ArgsFields intent={intent} args={args} onChange={setArgs} />
    </ConfirmDialog>
  );
}
