import { Link } from '@backstage/core-components';
import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { EnvironmentRow } from '@slipway/plugin-environments-common';
import { servicesInWords } from '../../lib/words';
import { environmentRouteRef } from '../../routes';
import {
  DriftMark,
  EndNote,
  EnvironmentStateChip,
  SimulatedMark,
} from '../Chips';

/** One environment on a card: state, name, services, end. */
export function EnvironmentLine({ row }: { row: EnvironmentRow }) {
  const to = useRouteRef(environmentRouteRef)?.({ name: row.name });
  return (
    <Box
      component="li"
      sx={{
        display: 'flex',
        flexWrap: 'wrap',
        alignItems: 'center',
        columnGap: 1.5,
        rowGap: 0.5,
        py: 0.75,
        fontSize: 14,
        overflowWrap: 'anywhere',
        '& + &': { borderTop: 1, borderColor: 'divider' },
      }}
    >
      <EnvironmentStateChip row={row} />
      {to ? <Link to={to}>{row.name}</Link> : row.name}
      <DriftMark row={row} />
      <SimulatedMark runner={row.runner} />
      <Box component="span" sx={{ flex: '1 1 160px', color: 'text.secondary' }}>
        {servicesInWords(row.services)}
      </Box>
      <span>
        {row.expiresAt !== null && 'ends '}
        <EndNote row={row} />
      </span>
    </Box>
  );
}
