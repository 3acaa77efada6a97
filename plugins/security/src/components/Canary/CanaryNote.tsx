import Alert from '@mui/material/Alert';
import { WorkloadNoteProps } from '@slipway/plugin-portal-react';
import { useCanarySummary } from '../../hooks/useFindings';

/** Actions that give a canary more traffic. */
const FORWARD: ReadonlySet<string> = new Set([
  'promote',
  'promote-full',
  'skip-step',
  'resume',
]);

/** In the dialog of what gives a canary more traffic: what it adds. */
export function CanaryNote({ workload, action }: WorkloadNoteProps) {
  return workload.kind === 'Rollout' && FORWARD.has(action) ? (
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
