import {
  formatAbsolute,
  formatSpan,
  useTicking,
} from '@slipway/plugin-portal-react';
import { useCallback } from 'react';

/** How long something has lasted: `12 min`; since when on hover. */
export function Elapsed({ since }: { since: string }) {
  const text = useTicking(
    useCallback(now => formatSpan(now - Date.parse(since)), [since]),
  );
  return (
    <time
      dateTime={since}
      title={formatAbsolute(since)}
      style={{ fontVariantNumeric: 'tabular-nums', whiteSpace: 'nowrap' }}
    >
      {text}
    </time>
  );
}
