import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import TextField from '@mui/material/TextField';
import Typography from '@mui/material/Typography';
import { FormEvent, ReactNode, useEffect, useId, useState } from 'react';
import { ButtonProgress } from './ActionButton';
import { ActionFailure, actionFailure, reviewFirst } from './actionFailure';
import { CommandLine } from './CommandLine';
import { DisabledReason } from './DisabledReason';
import { FailureNote } from './FailureNote';
import { TargetLine } from './TargetLine';

/** What an action is done to. */
export interface ConfirmTarget {
  /** Absent for what is in no place. */
  cluster?: string;
  namespace?: string;
  name: string;
  kind?: string;
}

/** What the user entered. */
export interface ConfirmValues {
  /** Equal to `typedName` when that was asked for. */
  typedName?: string;
  /** Trimmed; absent when empty. */
  reason?: string;
}

export interface ConfirmDialogProps {
  open: boolean;
  /** `Promote order-service`. */
  title: string;
  target: ConfirmTarget;
  /** What will happen, one sentence. */
  effect: ReactNode;
  /** What to consider before it is confirmed, each one sentence. */
  warnings?: readonly string[];
  /** The equivalent command, to copy. */
  command?: string;
  /** The name that the user must type before the button works. */
  typedName?: string;
  /** Whether a reason is asked for, and whether it must be given. */
  reason?: 'optional' | 'required';
  /** Word on the button: `Promote`. */
  confirmLabel: string;
  tone?: 'default' | 'danger';
  /** Why it cannot be confirmed now; shown, and the button is disabled. */
  blocked?: string;
  /** More fields, between the warnings and the command. */
  children?: ReactNode;
  /** Said when the action was not done: `No release was started`. */
  notDone?: string;
  /**
   * Sends the action. When it resolves the dialog closes; when it rejects, the
   * dialog reports the failure and keeps what was entered. What was applied in
   * part, or may have been applied, cannot be sent again from the same dialog.
   */
  onConfirm: (values: ConfirmValues) => Promise<unknown>;
  /** Stays open after it was sent: what comes of it is shown here. */
  keepOpen?: boolean;
  onClose: () => void;
}

/** Asks before something is changed: what, where, with what effect. */
export function ConfirmDialog(props: ConfirmDialogProps) {
  const { open, onClose } = props;
  const titleId = useId();
  const [busy, setBusy] = useState(false);
  return (
    <Dialog
      open={open}
      onClose={busy ? undefined : onClose}
      aria-labelledby={titleId}
      fullWidth
      maxWidth="sm"
      transitionDuration={0}
    >
      {open && <ConfirmForm {...props} titleId={titleId} setBusy={setBusy} />}
    </Dialog>
  );
}

/** `the rollout`. */
function nameOf({ kind }: ConfirmTarget): string {
  return kind ? `the ${kind.toLowerCase()}` : 'it';
}

function ConfirmForm(
  props: ConfirmDialogProps & {
    titleId: string;
    setBusy: (busy: boolean) => void;
  },
) {
  const { titleId, setBusy, title, target, effect, children, command } = props;
  const { warnings = [], typedName, reason, notDone } = props;
  const { confirmLabel, tone, keepOpen, onConfirm, onClose } = props;
  const [typed, setTyped] = useState('');
  const [why, setWhy] = useState('');
  const [sending, setSending] = useState(false);
  const [failure, setFailure] = useState<ActionFailure>();

  useEffect(() => {
    setBusy(sending);
    return () => setBusy(false);
  }, [sending, setBusy]);

  const nameMissing = typedName !== undefined && typed !== typedName;
  const reasonMissing = reason === 'required' && why.trim() === '';
  const blocked =
    (failure && reviewFirst(failure, nameOf(target))) ?? props.blocked;
  const obstacle =
    blocked ??
    (nameMissing ? `Type ${typedName} first` : undefined) ??
    (reasonMissing ? 'Give a reason first' : undefined);

  const submit = async (event: FormEvent) => {
    event.preventDefault();
    if (obstacle || sending) return;
    setSending(true);
    setFailure(undefined);
    try {
      await onConfirm({
        ...(typedName === undefined ? {} : { typedName: typed }),
        ...(why.trim() === '' ? {} : { reason: why.trim() }),
      });
      if (!keepOpen) onClose();
    } catch (caught) {
      setFailure(actionFailure(caught));
    } finally {
      setSending(false);
    }
  };

  return (
    <Box
      component="form"
      noValidate
      onSubmit={submit}
      sx={{ display: 'contents' }}
    >
      <DialogTitle id={titleId}>{title}</DialogTitle>
      <DialogContent sx={{ display: 'grid', gap: 2, alignContent: 'start' }}>
        <TargetLine target={target} />
        <Typography component="div">{effect}</Typography>
        {warnings.length > 0 && (
          <Alert severity="warning">
            <AlertTitle>Warnings</AlertTitle>
            <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
              {warnings.map(one => (
                <li key={one}>{one}</li>
              ))}
            </Box>
          </Alert>
        )}
        {children}
        {reason && (
          <TextField
            label={reason === 'required' ? 'Reason' : 'Reason (optional)'}
            value={why}
            onChange={event => setWhy(event.target.value)}
            required={reason === 'required'}
            multiline
            maxRows={4}
            inputProps={{ maxLength: 500, readOnly: sending }}
          />
        )}
        {typedName !== undefined && (
          <TextField
            label={`Type ${typedName} to confirm`}
            value={typed}
            onChange={event => setTyped(event.target.value)}
            required
            autoComplete="off"
            inputProps={{
              spellCheck: false,
              autoCapitalize: 'none',
              readOnly: sending,
            }}
          />
        )}
        {command && <CommandLine command={command} />}
        {blocked && <Alert severity="info">{blocked}</Alert>}
        {failure && <FailureNote failure={failure} notDone={notDone} />}
      </DialogContent>
      <DialogActions>
        <Button onClick={onClose} disabled={sending} color="inherit">
          Cancel
        </Button>
        {/* Never `disabled` while it sends: the focus would be lost. */}
        <DisabledReason reason={obstacle}>
          <Button
            type="submit"
            variant="contained"
            color={tone === 'danger' ? 'error' : 'primary'}
            aria-busy={sending}
            startIcon={sending && <ButtonProgress />}
          >
            {confirmLabel}
          </Button>
        </DisabledReason>
      </DialogActions>
    </Box>
  );
}
