import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { FaultEvent } from '@slipway/plugin-chaos-common';
import {
  RelativeTime,
  StateChip,
  WideTable,
} from '@slipway/plugin-portal-react';

/** What Kubernetes recorded about the fault, newest first. */
export function EventTable({ rows }: { rows: readonly FaultEvent[] }) {
  if (rows.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>
        The cluster has no events about it. Clusters keep events for an hour.
      </Box>
    );
  }
  return (
    <WideTable label="Events">
      <Table size="small" aria-label="Events">
        <TableHead>
          <TableRow>
            <TableCell>Event</TableCell>
            <TableCell>Message</TableCell>
            <TableCell align="right">Count</TableCell>
            <TableCell>Last</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(event => (
            <TableRow key={event.uid}>
              <TableCell>
                {event.type === 'Warning' ? (
                  <StateChip state="degraded" label={event.reason} />
                ) : (
                  event.reason
                )}
              </TableCell>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 200 }}>
                {event.message}
              </TableCell>
              <TableCell align="right">{event.count}</TableCell>
              <TableCell>
                <RelativeTime at={event.lastAt} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
