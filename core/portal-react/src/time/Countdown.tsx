import Tooltip from '@mui/material/Tooltip';
import { useCallback } from 'react';
import { formatAbsolute, formatCountdown } from '../format/formatTime';
import { useTicking } from './useNow';

/** Time left until something happens by itself, each second. */
export function Countdown(props: {
  /** ISO time. */
  until: string;
  /** Shown once the time has come; default `due now`. */
  due?: string;
}) {
  const { until, due = 'due now' } = props;
  const text = useTicking(
    useCallback(
      now => {
        const left = Date.parse(until) - now;
        if (Number.isNaN(left)) return 'unknown';
        return left > 0 ? formatCountdown(left) : due;
      },
      [until, due],
    ),
  );
  return (
    <Tooltip title={formatAbsolute(until)}>
      <time
        dateTime={until}
        style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
      >
        {text}
      </time>
    </Tooltip>
  );
}
