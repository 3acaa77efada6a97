import Alert from '@mui/material/Alert';
import Box from '@mui/material/Box';
import { failureSentence, RolloutCore } from '@slipway/plugin-rollouts-common';

/** Why pods cannot be created, as the cluster says it, whatever the phase. */
export function FailureNote({
  core: { replicaFailure },
}: {
  core: Pick<RolloutCore, 'replicaFailure'>;
}) {
  if (!replicaFailure) return null;
  return (
    <Alert severity="warning" sx={{ mb: 2 }} data-testid="replica-failure">
      <Box sx={{ overflowWrap: 'anywhere' }}>
        {failureSentence(replicaFailure)}
        {replicaFailure.replicaSet && (
          <Box sx={{ color: 'text.secondary' }}>
            {`Reported by ReplicaSet ${replicaFailure.replicaSet}.`}
          </Box>
        )}
      </Box>
    </Alert>
  );
}
