import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { TargetRecord } from '@slipway/plugin-chaos-common';
import { RelativeTime, WideTable } from '@slipway/plugin-portal-react';
import { TargetChip } from '../Chips';

/** Each target with its record: injected, recovered, the pod as it is now, and what the controller last did. */
export function TargetTable(props: {
  records: readonly TargetRecord[];
  /** Said where there is none. */
  stateText: string;
  /** Why the pods are not known; then none of them is called gone. */
  podsUnread?: string;
}) {
  const { records, stateText, podsUnread } = props;
  if (records.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>
        {`The controller has not selected a target. ${stateText}`}
      </Box>
    );
  }
  return (
    <WideTable label="Targets">
      <Table size="small" aria-label="Targets">
        <TableHead>
          <TableRow>
            <TableCell>Target</TableCell>
            <TableCell>State</TableCell>
            <TableCell align="right">Injected</TableCell>
            <TableCell align="right">Recovered</TableCell>
            <TableCell>Pod now</TableCell>
            <TableCell>Last event</TableCell>
          </TableRow>
        </TableHead>
        <TableBody>
          {records.map(record => (
            <TableRow key={`${record.side} ${record.id}`}>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 160 }}>
                {record.id}
                {record.side === 'target' && (
                  <Box sx={{ fontSize: 12, color: 'text.secondary' }}>
                    far side of the network
                  </Box>
                )}
              </TableCell>
              <TableCell>
                <TargetChip record={record} />
              </TableCell>
              <TableCell align="right">{record.injectedCount}</TableCell>
              <TableCell align="right">{record.recoveredCount}</TableCell>
              <TableCell>{podText(record, podsUnread !== undefined)}</TableCell>
              <TableCell>
                <LastEvent record={record} />
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}

function podText({ id, pod }: TargetRecord, unread: boolean): string {
  if (!pod && unread) return 'unknown';
  if (!pod) return id.startsWith('{') ? 'no pod' : 'gone';
  if (pod.deleting) return 'being deleted';
  const restarts =
    pod.restarts === 1 ? '1 restart' : `${pod.restarts} restarts`;
  return `${pod.ready ? 'ready' : 'not ready'}, ${restarts}`;
}

function LastEvent({ record }: { record: TargetRecord }) {
  const event = record.events.at(-1);
  if (!event) return <>none</>;
  const what = event.operation === 'Apply' ? 'injecting' : 'recovering';
  return (
    <>
      {`${what} ${event.outcome === 'Succeeded' ? 'succeeded' : 'failed'} `}
      <RelativeTime at={event.at} />
      {event.message && (
        <Box sx={{ fontSize: 12, overflowWrap: 'anywhere' }}>
          {event.message}
        </Box>
      )}
    </>
  );
}
