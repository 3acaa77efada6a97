import { RelativeTime, useTicking } from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { restartState, RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useCallback } from 'react';

/** Where a restart stands that was asked for: planned or in progress. Nothing when it is done. */
export function RestartNote({
  rollout: { restartAt, restartedAt },
}: {
  rollout: Pick<RolloutSummary, 'restartAt' | 'restartedAt'>;
}) {
  const state = useTicking(
    useCallback(
      now => restartState({ restartAt, restartedAt }, now)?.state ?? 'none',
      [restartAt, restartedAt],
    ),
  );
  switch (state) {
    case 'planned':
      return (
        <Box component="span">
          Restart planned <RelativeTime at={restartAt} />
        </Box>
      );
    case 'in-progress':
      return (
        <Box component="span">
          Restart in progress, asked for <RelativeTime at={restartAt} />
        </Box>
      );
    case 'unreadable':
      return (
        <Box component="span">{`Restart at "${restartAt}", which is not a time`}</Box>
      );
    default:
      return null;
  }
}
