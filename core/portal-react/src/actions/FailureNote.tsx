import Alert from '@mui/material/Alert';
import { ActionFailure, failureTitle } from './actionFailure';

/** Reports that an action was not done, not all of it, or that nobody knows. */
export function FailureNote(props: {
  failure: ActionFailure;
  /** Said of an action that was not done: `No release was started`. */
  notDone?: string;
}) {
  const { failure, notDone } = props;
  return (
    <Alert
      severity={failure.kind === 'changed' ? 'warning' : 'error'}
      sx={{ overflowWrap: 'anywhere' }}
    >
      {`${failureTitle(failure, notDone)}. ${failure.message}`}
    </Alert>
  );
}
