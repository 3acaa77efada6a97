import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Typography from '@mui/material/Typography';
import { ReactNode } from 'react';
import { failureOf } from '../errors/failure';

/** There is nothing: why, and the first step to take. */
export function EmptyState(props: {
  title: string;
  /** Why it is empty. */
  description?: ReactNode;
  /** The first step, a button or a link. */
  action?: ReactNode;
}) {
  const { title, description, action } = props;
  return (
    <Box sx={{ py: 6, px: 2, textAlign: 'center' }}>
      <Typography component="p" variant="h6">
        {title}
      </Typography>
      {description && (
        <Typography
          component="div"
          color="text.secondary"
          sx={{ mt: 1, mx: 'auto', maxWidth: 560 }}
        >
          {description}
        </Typography>
      )}
      {action && <Box sx={{ mt: 2 }}>{action}</Box>}
    </Box>
  );
}

/** Something failed: what, what was not lost, and the way to try again. */
export function ErrorState(props: {
  /** What failed: `The rollout could not be read`. */
  title: string;
  /** Of whatever kind; its sentence is that of `failureOf`. */
  error: unknown;
  /** What was not lost: `Nothing was changed in the cluster`. */
  notLost?: string;
  /** Offered only where the same request may succeed when it is sent again. */
  onRetry?: () => void;
}) {
  const { title, error, notLost, onRetry } = props;
  const failure = failureOf(error);
  return (
    <Alert
      severity="error"
      action={
        onRetry &&
        failure.retryable && (
          <Button color="inherit" size="small" onClick={onRetry}>
            Retry
          </Button>
        )
      }
    >
      <AlertTitle>{title}</AlertTitle>
      <Box sx={{ overflowWrap: 'anywhere' }}>{failure.message}</Box>
      {notLost && <Box>{notLost}</Box>}
    </Alert>
  );
}

/** The user may not: which permission it takes and who can grant it. */
export function RefusedState(props: {
  /** What they may not: `see rollouts`. */
  what: string;
  /** Permission name: `rollouts.read`. */
  permission: string;
  /** Who can grant it: `the platform group`. */
  grantedBy: ReactNode;
}) {
  const { what, permission, grantedBy } = props;
  return (
    <Alert severity="warning">
      <AlertTitle>You may not {what}</AlertTitle>
      It takes the permission <code>{permission}</code>. It can be granted by{' '}
      {grantedBy}.
    </Alert>
  );
}

/** A part is missing from what is shown: which source, and why. */
export function PartialNote(props: {
  /** Nothing is drawn when it is empty. */
  missing: ReadonlyArray<{ source: string; reason?: string }>;
}) {
  const { missing } = props;
  if (missing.length === 0) return null;
  return (
    <Alert severity="info" sx={{ py: 0 }}>
      Not complete. Missing:{' '}
      {missing
        .map(one => (one.reason ? `${one.source} (${one.reason})` : one.source))
        .join(', ')}
      .
    </Alert>
  );
}
