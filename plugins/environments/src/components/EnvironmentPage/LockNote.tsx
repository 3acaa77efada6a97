import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Alert from '@mui/material/Alert';
import AlertTitle from '@mui/material/AlertTitle';
import Box from '@mui/material/Box';
import {
  EnvironmentRow,
  HeldLock,
  Operation,
  unlock,
} from '@slipway/plugin-environments-common';
import {
  ActionButton,
  CommandLine,
  RelativeTime,
} from '@slipway/plugin-portal-react';
import { useEnvironmentButtons } from '../Actions/buttons';

const FACTS = {
  my: 1,
  display: 'grid',
  gridTemplateColumns: 'max-content minmax(0, 1fr)',
  columnGap: 2,
  rowGap: 0.5,
  '& dt': { opacity: 0.8 },
  '& dd': { m: 0, overflowWrap: 'anywhere' },
} as const;

/** Who holds the lock of the state, since when and for what, and what to do. */
export function LockNote(props: {
  row: EnvironmentRow;
  operation: Operation;
  lock: HeldLock;
}) {
  const { row, operation, lock } = props;
  const { button } = useEnvironmentButtons(row);
  return (
    <Alert
      severity="warning"
      sx={{ mb: 2, '& .MuiAlert-message': { width: '100%' } }}
    >
      <AlertTitle>The state is locked</AlertTitle>
      <Box sx={{ overflowWrap: 'anywhere' }}>{lock.explained}</Box>
      <Box component="dl" sx={FACTS}>
        <dt>Who</dt>
        <dd>
          {lock.who.startsWith('user:') ? (
            <EntityRefLink entityRef={lock.who} hideIcon />
          ) : (
            lock.who || 'unknown'
          )}
        </dd>
        <dt>Since</dt>
        <dd>
          <RelativeTime at={lock.since || undefined} />
        </dd>
        <dt>For</dt>
        <dd>
          {lock.ours
            ? `${lock.ours.step} of operation ${lock.ours.operationId}`
            : lock.operation || 'unknown'}
        </dd>
        <dt>Lock</dt>
        <dd>
          <code>{lock.id}</code>
        </dd>
      </Box>
      <Box>{lock.reason}</Box>
      {lock.mayUnlock ? (
        <Box sx={{ mt: 1 }}>
          <ActionButton
            {...button(unlock, { operationId: operation.id, lockId: lock.id })}
            label="Release lock…"
            variant="outlined"
            color="error"
          />
        </Box>
      ) : (
        <Box sx={{ mt: 1 }}>
          What the platform team runs once it is certain that nothing uses it:
          <CommandLine command={lock.command} />
        </Box>
      )}
    </Alert>
  );
}
