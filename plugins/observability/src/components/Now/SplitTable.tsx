import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { PlaceNow } from '@slipway/plugin-observability-common';
import { formatFigure, WideTable } from '@slipway/plugin-portal-react';

/** The traffic split that the HTTPRoute wants against the one that is seen. */
export function SplitTable(props: { split: NonNullable<PlaceNow['split']> }) {
  const { route, rows, unknown } = props.split;
  const label = `Traffic split of HTTPRoute ${route}`;
  return (
    <div>
      <WideTable label={label}>
        <Table size="small" aria-label={label}>
          <TableHead>
            <TableRow>
              <TableCell>{label}</TableCell>
              <TableCell align="right">Weight set</TableCell>
              <TableCell align="right">Traffic seen</TableCell>
              <TableCell align="right">Requests</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {rows.map(({ backend, desired, observed, requestRate }) => (
              <TableRow key={backend}>
                <TableCell component="th" scope="row">
                  {backend}
                </TableCell>
                <TableCell align="right">
                  {desired === undefined
                    ? 'not in the route'
                    : formatFigure(desired, 'ratio')}
                </TableCell>
                <TableCell align="right">
                  {observed === undefined && requestRate !== undefined
                    ? 'no traffic'
                    : formatFigure(observed, 'ratio')}
                </TableCell>
                <TableCell align="right">
                  {formatFigure(requestRate, 'req/s')}
                </TableCell>
              </TableRow>
            ))}
          </TableBody>
        </Table>
      </WideTable>
      {unknown && (
        <Box sx={{ fontSize: 13, mt: 0.5 }}>{`Not complete. ${unknown}`}</Box>
      )}
    </div>
  );
}
