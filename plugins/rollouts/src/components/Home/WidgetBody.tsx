import {
  ErrorState,
  FreshnessNote,
  RefusedState,
  SkeletonTable,
  useLiveConnection,
  useLiveRetry,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { LiveRollouts } from '../../hooks/useRollouts';

/** The states that each widget of the home page has; `children` is drawn when there is something to draw. */
export function WidgetBody(props: {
  live: LiveRollouts;
  /** False while what the widget needs besides is not there. */
  ready?: boolean;
  label: string;
  children: ReactNode;
}) {
  const { live, ready = true, label, children } = props;
  const connection = useLiveConnection();
  const retry = useLiveRetry();
  if (live.status === 'failed') {
    return live.error?.name === 'NotAllowedError' ? (
      <RefusedState
        what="see rollouts"
        permission="rollouts.read"
        grantedBy="the platform group"
      />
    ) : (
      <ErrorState
        title={`${label} cannot be shown`}
        error={live.error}
        onRetry={retry}
      />
    );
  }
  if (live.status === 'loading' || !ready) {
    return <SkeletonTable rows={3} columns={4} label={`Loading: ${label}`} />;
  }
  if (live.freshness.length === 0) {
    // Without a source an empty list says nothing about releases.
    return (
      <Typography color="text.secondary">
        No cluster is connected, so nothing is known of rollouts.
      </Typography>
    );
  }
  const fresh =
    connection.status === 'open' &&
    live.freshness.every(source => source.state === 'live');
  return (
    <>
      {!fresh && (
        <Box sx={{ mb: 1 }}>
          <FreshnessNote freshness={live.freshness} connection={connection} />
        </Box>
      )}
      {children}
    </>
  );
}
