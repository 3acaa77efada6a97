import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  SideFigures,
  WORKLOAD_QUERIES,
} from '@slipway/plugin-observability-common';
import { WideTable } from '@slipway/plugin-portal-react';
import { readingWords } from '../../lib/readingWords';

const ROWS = ['mtlsShare', 'tcpConnections', 'tcpRead', 'tcpWrite'] as const;
const LABELS = { all: 'now', stable: 'stable', canary: 'canary' };

/** TCP and mTLS of each side; why a figure is not known is on hover. */
export function ConnectionsTable(props: { sides: readonly SideFigures[] }) {
  const { sides } = props;
  const reasons = new Set(
    sides.flatMap(side =>
      ROWS.flatMap(row => {
        const reading = side[row];
        return reading.state === 'unknown' ? [reading.reason] : [];
      }),
    ),
  );
  return (
    <div>
      <WideTable label="Connections">
        <Table size="small" aria-label="Connections">
          <TableHead>
            <TableRow>
              <TableCell>Connections</TableCell>
              {sides.map(({ side }) => (
                <TableCell key={side} align="right">
                  {LABELS[side]}
                </TableCell>
              ))}
            </TableRow>
          </TableHead>
          <TableBody>
            {ROWS.map(row => (
              <TableRow key={row}>
                <TableCell component="th" scope="row">
                  {WORKLOAD_QUERIES[row].title}
                </TableCell>
                {sides.map(side => (
                  <TableCell
                    key={side.side}
                    align="right"
                    sx={{ fontVariantNumeric: 'tabular-nums' }}
                  >
                    {readingWords(side[row], WORKLOAD_QUERIES[row].unit)}
                  </TableCell>
                ))}
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </WideTable>
      {[...reasons].map(reason => (
        <p key={reason} style={{ margin: '4px 0 0', fontSize: 13 }}>
          {`Unknown: ${reason}.`}
        </p>
      ))}
    </div>
  );
}
