import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import { RolloutDetail } from '@slipway/plugin-rollouts-common';
import { decisiveRun } from '../../lib/analysis';

/** Why an aborted or degraded rollout is so: the reason and, if an analysis decided it, its verdict. */
export function TroubleNote({ detail }: { detail: RolloutDetail }) {
  const { core } = detail;
  if (!core.aborted && core.phase !== 'Degraded') return null;
  const run = decisiveRun(detail.analysisRuns, core);
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      <AlertTitle>
        {core.aborted ? 'The release was aborted' : 'The rollout is degraded'}
      </AlertTitle>
      {run?.verdict ? (
        <Box
          data-testid="failing-measurement"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {run.verdict}
          {/[.!?]$/.test(run.verdict) ? '' : '.'} Measured by {run.name}.
        </Box>
      ) : (
        <Box sx={{ overflowWrap: 'anywhere' }}>{core.message}</Box>
      )}
      {core.aborted && (
        <Box sx={{ mt: 0.5 }}>
          All traffic is on the stable revision. Retry starts the release again
          from step 1; a new image starts a new one.
        </Box>
      )}
    </Alert>
  );
}
