import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { ErrorRow } from '@slipway/plugin-loadtest-common';
import { WideTable } from '@slipway/plugin-portal-react';

/** Equal failures of an endpoint as one row, the most frequent first. */
export function ErrorTable({ rows }: { rows: readonly ErrorRow[] }) {
  if (rows.length === 0) {
    return <Box sx={{ color: 'text.secondary' }}>No request failed.</Box>;
  }
  return (
    <WideTable label="Errors">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Endpoint</TableCell>
            <TableCell>Error</TableCell>
            <TableCell align="right">How often</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.key}>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>
                {row.endpoint}
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere' }}>
                {row.message}
              </TableCell>
              <TableCell
                align="right"
                sx={{ fontVariantNumeric: 'tabular-nums' }}
              >
                {row.occurrences}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
