import Button, { ButtonProps } from '@mui/material/Button';
import CircularProgress from '@mui/material/CircularProgress';
import { ButtonState } from './buttonState';
import { DisabledReason } from './DisabledReason';

/** The turning circle of a button whose action is on its way. */
export function ButtonProgress() {
  return (
    <CircularProgress
      size={14}
      color="inherit"
      aria-label="In progress"
      sx={{
        '@media (prefers-reduced-motion: reduce)': { animation: 'none' },
      }}
    />
  );
}

/** A button that says why it cannot be pressed, and shows progress while its action is on its way. */
export function ActionButton(
  props: {
    label: string;
    state: ButtonState;
    busy: boolean;
    onPress: () => void;
    /** What pressing it does, where nothing is asked before. */
    hint?: string;
  } & Pick<
    ButtonProps,
    'variant' | 'color' | 'size' | 'sx' | 'aria-label' | 'aria-pressed'
  >,
) {
  const { label, state, busy, onPress, hint, ...look } = props;
  return (
    <DisabledReason
      reason={state.enabled ? undefined : state.reason}
      hint={hint}
    >
      {/* Never `disabled` while it sends: the focus would be lost. */}
      <Button
        {...look}
        onClick={busy ? undefined : onPress}
        aria-busy={busy}
        startIcon={busy && <ButtonProgress />}
      >
        {label}
      </Button>
    </DisabledReason>
  );
}
