import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { EndpointRow } from '@slipway/plugin-loadtest-common';
import { formatFigure, WideTable } from '@slipway/plugin-portal-react';

const FIGURES: ReadonlyArray<{
  title: string;
  text: (row: EndpointRow) => string;
}> = [
  { title: 'Requests', text: row => String(row.requests) },
  { title: 'Failed', text: row => formatFigure(row.failureRatio, 'ratio') },
  {
    title: 'Per second',
    text: row => formatFigure(row.requestsPerSecond, 'req/s'),
  },
  { title: 'p50', text: row => formatFigure(row.p50, 'ms') },
  { title: 'p95', text: row => formatFigure(row.p95, 'ms') },
  { title: 'p99', text: row => formatFigure(row.p99, 'ms') },
  { title: 'Slowest', text: row => formatFigure(row.max, 'ms') },
];

/** Figures of each endpoint since the start of the run. */
export function EndpointTable({ rows }: { rows: readonly EndpointRow[] }) {
  if (rows.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>No request was answered yet.</Box>
    );
  }
  return (
    <WideTable label="Endpoints">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Endpoint</TableCell>
            {FIGURES.map(({ title }) => (
              <TableCell key={title} align="right">
                {title}
              </TableCell>
            ))}
          </TableRow>
        </TableHead>
        <TableBody>
          {rows.map(row => (
            <TableRow key={row.endpoint}>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 200 }}>
                {row.endpoint}
              </TableCell>
              {FIGURES.map(({ title, text }) => (
                <TableCell
                  key={title}
                  align="right"
                  sx={{
                    fontVariantNumeric: 'tabular-nums',
                    whiteSpace: 'nowrap',
                  }}
                >
                  {text(row)}
                </TableCell>
              ))}
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
