import Alert from '@mui/material/Alert';
import {
  deadlinesInWords,
  EntityFindings,
} from '@slipway/plugin-security-common';

/** How many findings are past their deadline, and what the deadlines are. Nothing where there are none. */
export function DeadlineNote({ findings }: { findings: EntityFindings }) {
  const { deadlines, images } = findings;
  if (!deadlines) return null;
  // The same finding may stand in several images.
  const overdue = new Set(
    images.flatMap(({ container, upgrades }) =>
      upgrades.flatMap(({ key, fixes }) =>
        fixes
          .filter(finding => finding.overdue)
          .map(({ id }) => `${container} ${key} ${id}`),
      ),
    ),
  ).size;
  const rule = `Deadlines, from when a finding was first known here: ${deadlinesInWords(
    deadlines,
  )}.`;
  return (
    <Alert severity={overdue ? 'error' : 'info'} sx={{ mb: 2 }}>
      {overdue === 0 && `No finding is past its deadline. ${rule}`}
      {overdue === 1 && `One finding is past its deadline. ${rule}`}
      {overdue > 1 && `${overdue} findings are past their deadline. ${rule}`}
    </Alert>
  );
}
