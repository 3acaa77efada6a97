import { DisabledReason } from '@slipway/plugin-portal-react';
import Button, { ButtonProps } from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { ButtonState } from '../../lib/actionState';

/** A button that says why it cannot be pressed, and turns while its action is on its way. */
export function ActionButton(
  props: {
    label: string;
    state: ButtonState;
    busy: boolean;
    onPress: () => void;
    /** What pressing it does, where nothing is asked before. */
    hint?: string;
  } & Pick<ButtonProps, 'variant' | 'color' | 'size'>,
) {
  const { label, state, busy, onPress, hint, ...look } = props;
  return (
    <DisabledReason
      reason={state.enabled ? undefined : state.reason}
      hint={hint}
    >
      <Button
        {...look}
        onClick={busy ? undefined : onPress}
        aria-busy={busy}
        startIcon={
          busy && (
            <CircularProgress
              size={14}
              color="inherit"
              aria-label="In progress"
            />
          )
        }
      >
        {label}
      </Button>
    </DisabledReason>
  );
}
