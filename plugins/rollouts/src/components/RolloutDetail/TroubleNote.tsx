import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import {
  abortSentence,
  decisiveRun,
  RolloutCore,
  RolloutDetail,
} from '@slipway/plugin-rollouts-common';

/** An abort without an update in progress is no aborted release. */
function titleOf({ aborted, inProgress, serving }: RolloutCore): string {
  if (!aborted) return 'The rollout is degraded';
  if (inProgress) return 'The release was aborted';
  return serving.firstDeployment && serving.nothing === 'no-ready-pod'
    ? 'The first deployment failed'
    : 'Aborted with nothing in progress';
}

/** Why an aborted or degraded rollout is so: the reason and, if an analysis decided it, its verdict. */
export function TroubleNote({ detail }: { detail: RolloutDetail }) {
  const { core } = detail;
  if (!core.aborted && core.phase !== 'Degraded') return null;
  const run = decisiveRun(core, detail.analysisRuns);
  const failed = core.steps.find(({ state }) => state === 'failed');
  return (
    <Alert severity="error" sx={{ mb: 2 }}>
      <AlertTitle>{titleOf(core)}</AlertTitle>
      {failed && (
        <Box data-testid="failed-step" sx={{ overflowWrap: 'anywhere' }}>
          {`Failed at step ${failed.index + 1}, ${failed.label}${
            failed.message && !run?.verdict ? `: ${failed.message}` : '.'
          }`}
        </Box>
      )}
      {run?.verdict && (
        <Box
          data-testid="failing-measurement"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {run.verdict} Measured by {run.name}.
        </Box>
      )}
      <Box data-testid="controller-message" sx={{ overflowWrap: 'anywhere' }}>
        {core.message}
      </Box>
      {core.aborted && (
        <Box data-testid="abort-traffic" sx={{ mt: 0.5 }}>
          {abortSentence(core)}
        </Box>
      )}
      {core.aborted && core.inProgress && (
        <Box sx={{ mt: 0.5 }}>
          {core.stepCount > 0
            ? 'Retry starts the release again from step 1; a new image starts a new one.'
            : 'Retry starts the release again; a new image starts a new one.'}
        </Box>
      )}
    </Alert>
  );
}
