import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import {
  cloneElement,
  HTMLAttributes,
  MouseEvent,
  ReactElement,
  useId,
} from 'react';

const HIDDEN = {
  position: 'absolute',
  width: '1px',
  height: '1px',
  overflow: 'hidden',
  clip: 'rect(0 0 0 0)',
  whiteSpace: 'nowrap',
} as const;

const LOOKS_DISABLED = { opacity: 0.45, cursor: 'not-allowed' };

function stop(event: MouseEvent) {
  event.preventDefault();
  event.stopPropagation();
}

/**
 * Wraps one button. With a reason the button looks disabled and does nothing,
 * but can be reached by keyboard, and says why on hover, on focus and to a
 * screen reader. Without a reason it is the button itself, with a hint on
 * hover and focus where one is given.
 */
export function DisabledReason(props: {
  reason?: string;
  /** What the button does, where its name does not say enough. */
  hint?: string;
  /** One button; it must not be `disabled` itself. */
  children: ReactElement<HTMLAttributes<HTMLElement>>;
}) {
  const { reason, hint = '', children } = props;
  const id = useId();
  // Always the same shape: the button keeps its focus when a reason comes or goes.
  return (
    <>
      <Tooltip
        title={reason ?? hint}
        describeChild
        // A hint never lies between the pointer and what is below it.
        disableInteractive={!reason}
      >
        {reason
          ? cloneElement(children, {
              'aria-disabled': true,
              'aria-describedby': id,
              onClick: stop,
              style: { ...children.props.style, ...LOOKS_DISABLED },
            })
          : children}
      </Tooltip>
      {reason && (
        <Box component="span" id={id} sx={HIDDEN}>
          {reason}
        </Box>
      )}
    </>
  );
}
