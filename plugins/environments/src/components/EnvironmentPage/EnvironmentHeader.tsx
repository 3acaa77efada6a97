import { EntityRefLink } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import {
  acceptDrift,
  cancel,
  change,
  destroy,
  EnvironmentRow,
  extend,
  Operation,
  protect,
  reconcile,
  unprotect,
} from '@slipway/plugin-environments-common';
import {
  ActionButton,
  ActionMenu,
  Countdown,
  RelativeTime,
} from '@slipway/plugin-portal-react';
import { ReactNode } from 'react';
import { useEnvironmentButtons } from '../Actions/buttons';
import { isDrifted } from '../../lib/listQuery';
import { CLOUD_WORDS } from '../../lib/words';
import {
  DriftMark,
  EndNote,
  EnvironmentStateChip,
  SimulatedMark,
} from '../Chips';

/** Name, owner, where, state, end, and what can be done. */
export function EnvironmentHeader(props: {
  row: EnvironmentRow;
  /** The latest, where it is known. */
  operation: Operation | undefined;
  fresh: ReactNode;
}) {
  const { row, operation, fresh } = props;
  const { button, item } = useEnvironmentButtons(row);
  const id = operation?.id ?? row.operation?.id;
  const runs =
    operation?.state === 'planning' || operation?.state === 'applying';
  return (
    <Box
      sx={{
        position: { md: 'sticky' },
        top: 0,
        zIndex: 2,
        bgcolor: 'background.default',
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        gap: 1.5,
        py: 1,
        mb: 1,
      }}
    >
      <Box sx={{ minWidth: 0, flex: '1 1 320px' }}>
        <Typography
          component="h2"
          variant="h5"
          sx={{ overflowWrap: 'anywhere' }}
        >
          {row.name}
        </Typography>
        <Box sx={{ fontSize: 14, color: 'text.secondary' }}>
          <EntityRefLink entityRef={row.owner} defaultKind="group" hideIcon />
          {` · ${CLOUD_WORDS[row.cloud]} · ${row.tier}, ${row.size} · by `}
          <EntityRefLink
            entityRef={row.createdBy}
            defaultKind="user"
            hideIcon
          />{' '}
          <RelativeTime at={row.createdAt} />
        </Box>
      </Box>
      <EnvironmentStateChip row={row} />
      <DriftMark row={row} />
      <SimulatedMark runner={row.runner} />
      <Ends row={row} />
      {fresh}
      {runs && (
        <ActionButton
          {...button(cancel, { operationId: id })}
          variant="outlined"
          color="error"
        />
      )}
      {row.expiresAt !== null && (
        <ActionButton {...button(extend)} label="Extend…" variant="outlined" />
      )}
      <ActionMenu
        label="More actions"
        kind="more"
        items={[
          item(change),
          item(reconcile),
          ...(isDrifted(row) ? [item(acceptDrift)] : []),
          item(row.protected ? unprotect : protect),
          ...(operation?.state === 'waiting'
            ? [item(cancel, { operationId: id })]
            : []),
          item(destroy),
        ]}
      />
    </Box>
  );
}

/** When it is torn down; a protected one stays. */
function Ends({ row }: { row: EnvironmentRow }) {
  const { expiresAt, state } = row;
  if (state === 'destroyed') return null;
  if (expiresAt === null) {
    return <Box sx={{ fontSize: 14 }}>has no end</Box>;
  }
  return (
    <Box sx={{ fontSize: 14 }}>
      {'ends '}
      <EndNote row={row} />
      {' ('}
      <Countdown until={expiresAt} due="due" />)
    </Box>
  );
}
