import {
  formatAbsolute,
  RelativeTime,
  useTicking,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { instantOf, RevisionView } from '@slipway/plugin-rollouts-common';
import { useCallback } from 'react';

/**
 * When a revision is scaled down; once that time has passed, since when it is
 * due. Nothing for one that has been scaled down already.
 *
 * @see rollout/replicaset.go `scaleDownDelayHelper`
 */
export function ScaleDownNote({
  revision: { scaleDownAt, replicas },
}: {
  revision: Pick<RevisionView, 'scaleDownAt' | 'replicas'>;
}) {
  const due = useTicking(
    useCallback(
      now => now > (instantOf(scaleDownAt) ?? Infinity),
      [scaleDownAt],
    ),
  );
  if (scaleDownAt === undefined || replicas.desired === 0) return null;
  return (
    <Box
      data-testid="scale-down"
      sx={{ fontSize: 13, color: 'text.secondary' }}
    >
      {due ? (
        `due to be scaled down since ${formatAbsolute(scaleDownAt)}`
      ) : (
        <>
          will be scaled down <RelativeTime at={scaleDownAt} />
        </>
      )}
    </Box>
  );
}
