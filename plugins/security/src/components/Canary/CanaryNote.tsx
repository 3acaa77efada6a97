import Alert from '@mui/material/Alert';
import { WorkloadNoteProps } from '@slipway/plugin-portal-react';
import { isForward } from '@slipway/plugin-security-common';
import { useCanarySummary } from '../../hooks/useFindings';

/** In the dialog of what gives a canary more traffic: what it adds. */
export function CanaryNote({ workload, action }: WorkloadNoteProps) {
  return workload.kind === 'Rollout' && isForward(action) ? (
    <OfRollout workload={workload} />
  ) : null;
}

function OfRollout({ workload }: Pick<WorkloadNoteProps, 'workload'>) {
  const { status, summary } = useCanarySummary(workload.ref);
  if (status === 'failed') {
    return (
      <Alert severity="info">
        What this canary adds in findings cannot be read: unknown.
      </Alert>
    );
  }
  if (!summary) return null;
  const urgent = summary.added.critical + summary.added.high > 0;
  return (
    <Alert
      data-testid="canary-note"
      severity={urgent || summary.verdict === 'unknown' ? 'warning' : 'info'}
    >
      {summary.summary}
    </Alert>
  );
}
