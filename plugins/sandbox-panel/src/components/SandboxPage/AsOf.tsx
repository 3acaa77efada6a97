import {
  formatAbsolute,
  formatSpan,
  StateChip,
  useTicking,
} from '@slipway/plugin-portal-react';
import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import { useCallback } from 'react';

/** How old the page is, and what time it was in the sandbox then. */
export function AsOf(props: {
  demo: Pick<PanelDemo, 'asOf' | 'now'>;
  /** Why there is nothing newer. */
  error: Error | undefined;
}) {
  const { demo, error } = props;
  const age = useTicking(
    useCallback(now => formatSpan(now - Date.parse(demo.asOf)), [demo.asOf]),
  );
  return (
    <Box
      sx={{ display: 'flex', flexWrap: 'wrap', alignItems: 'center', gap: 1.5 }}
    >
      <span data-testid="as-of">
        <StateChip
          state={error ? 'waiting' : 'healthy'}
          label={`as of ${age} ago${error ? ', no answer since' : ''}`}
          detail={formatAbsolute(demo.asOf)}
        />
      </span>
      <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
        Sandbox time{' '}
        <time
          dateTime={demo.now}
          style={{ fontVariantNumeric: 'tabular-nums' }}
        >
          {formatAbsolute(demo.now)}
        </time>
      </Box>
    </Box>
  );
}
