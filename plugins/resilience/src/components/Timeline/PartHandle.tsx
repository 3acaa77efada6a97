import Box from '@mui/material/Box';
import { SxProps, Theme } from '@mui/material/styles';
import { KeyboardEvent, PointerEvent, ReactNode, useRef } from 'react';

/** Parts snap to so many seconds; with Shift to more. */
const STEP = 5;
const BIG_STEP = 30;

const KEYS: Readonly<Record<string, number>> = {
  ArrowLeft: -STEP,
  ArrowDown: -STEP,
  ArrowRight: STEP,
  ArrowUp: STEP,
  PageDown: -BIG_STEP,
  PageUp: BIG_STEP,
};

/** A part on the timeline: moved by arrow keys, Page Up and Page Down, Home, or by dragging it. */
export function PartHandle(props: {
  words: string;
  /** Seconds from the start of the run. */
  start: number;
  /** Seconds that the whole timeline has. */
  end: number;
  onMove?: (startSeconds: number) => void;
  sx: SxProps<Theme>;
  children: ReactNode;
}) {
  const { words, start, end, onMove, sx, children } = props;
  const drag = useRef<{ x: number; start: number; width: number }>();
  const look = {
    px: 0.75,
    overflow: 'hidden',
    whiteSpace: 'nowrap',
    textOverflow: 'ellipsis',
    fontSize: 13,
    lineHeight: '25px',
    ...sx,
  } as const;
  if (!onMove) {
    return (
      <Box aria-hidden sx={look}>
        {children}
      </Box>
    );
  }
  const move = (seconds: number) =>
    onMove(Math.max(0, Math.round(seconds / STEP) * STEP));
  const onKeyDown = (event: KeyboardEvent) => {
    const by = event.key === 'Home' ? -start : KEYS[event.key];
    if (by === undefined) return;
    event.preventDefault();
    move(start + by * (event.shiftKey ? BIG_STEP / STEP : 1));
  };
  return (
    <Box
      role="slider"
      tabIndex={0}
      aria-label={words}
      aria-valuemin={0}
      aria-valuemax={Math.round(end)}
      aria-valuenow={start}
      aria-valuetext={`starts ${start} s after the start of the run`}
      onKeyDown={onKeyDown}
      onPointerDown={(event: PointerEvent<HTMLElement>) => {
        const lane = event.currentTarget.closest('ul');
        drag.current = {
          x: event.clientX,
          start,
          width: lane?.getBoundingClientRect().width ?? 0,
        };
        event.currentTarget.setPointerCapture(event.pointerId);
      }}
      onPointerMove={(event: PointerEvent<HTMLElement>) => {
        const from = drag.current;
        if (!from || from.width === 0) return;
        move(from.start + ((event.clientX - from.x) / from.width) * end);
      }}
      onPointerUp={() => {
        drag.current = undefined;
      }}
      sx={{ ...look, cursor: 'grab', touchAction: 'none' }}
    >
      {children}
    </Box>
  );
}
