import { useCallback } from 'react';
import { formatAbsolute, formatRelative } from '../format/formatTime';
import { useTicking } from './useNow';

/** How long ago or ahead a time is; the time itself on hover. */
export function RelativeTime(props: {
  /** ISO time; "unknown" is shown without one. */
  at: string | undefined;
}) {
  const { at } = props;
  const text = useTicking(
    useCallback(now => (at ? formatRelative(at, now) : 'unknown'), [at]),
  );
  if (!at) return <span>unknown</span>;
  const absolute = formatAbsolute(at);
  return (
    <time
      dateTime={at}
      title={absolute}
      aria-label={`${text}, ${absolute}`}
      style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      {text}
    </time>
  );
}
