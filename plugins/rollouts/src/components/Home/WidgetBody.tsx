import {
  FreshnessNote,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { LiveRollouts } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';

/** The states that each widget of the home page has; `children` is drawn when there is something to draw. */
export function WidgetBody(props: {
  live: Pick<LiveRollouts, 'status' | 'freshness' | 'error'>;
  /** False while what the widget needs besides is not there. */
  ready?: boolean;
  label: string;
  children: ReactNode;
}) {
  const { live, ready = true, label, children } = props;
  const connection = useLiveConnection();
  const fresh =
    connection.status === 'open' &&
    live.freshness.every(source => source.state === 'live');
  const waiting = live.status === 'ready' && !ready;
  return (
    <LiveGate
      reading={waiting ? { status: 'loading' } : live}
      what={label}
      needs={SEE_ROLLOUTS}
      skeleton={
        <SkeletonTable rows={3} columns={4} label={`Loading: ${label}`} />
      }
    >
      {live.freshness.length === 0 ? (
        // Without a source an empty list says nothing about releases.
        <Typography color="text.secondary">
          No cluster is connected, so nothing is known of rollouts.
        </Typography>
      ) : (
        <>
          {!fresh && (
            <Box sx={{ mb: 1 }}>
              <FreshnessNote
                freshness={live.freshness}
                connection={connection}
              />
            </Box>
          )}
          {children}
        </>
      )}
    </LiveGate>
  );
}
