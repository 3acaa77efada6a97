import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import {
  latencyWords,
  PlaceNow,
  ROUTE_BOUNDS_S,
  ROUTE_QUERIES,
  RouteRow,
  saidLatency,
} from '@slipway/plugin-observability-common';
import { formatFigure, WideTable } from '@slipway/plugin-portal-react';

/** Routes of the Service with their figures. */
export function RoutesTable({ routes }: { routes: PlaceNow['routes'] }) {
  if ('unknown' in routes) {
    return <Box>{`Routes are unknown: ${routes.unknown}.`}</Box>;
  }
  if (routes.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary' }}>
        No route of it has series: there is no HTTPRoute or ServiceProfile on
        its Service, or nobody called one in the last 10 minutes.
      </Box>
    );
  }
  return (
    <div>
      <WideTable label="Routes">
        <Table size="small" aria-label="Routes">
          <TableHead>
            <TableRow>
              <TableCell>Route</TableCell>
              <TableCell align="right">Success rate</TableCell>
              <TableCell align="right">Requests</TableCell>
              <TableCell align="right">p95 latency</TableCell>
              <TableCell align="right">Retries</TableCell>
            </TableRow>
          </TableHead>
          <TableBody>
            {routes.map(row => (
              <Row key={`${row.kind} ${row.route}`} row={row} />
            ))}
          </TableBody>
        </Table>
      </WideTable>
      <Box sx={{ fontSize: 13, color: 'text.secondary', mt: 0.5 }}>
        {ROUTE_QUERIES.routeLatencyP95.about}
      </Box>
    </div>
  );
}

function Row({ row }: { row: RouteRow }) {
  const { route, kind, requestRate, failureRate, latencyP95, retryRate } = row;
  return (
    <TableRow>
      <TableCell component="th" scope="row">
        {route}
        <Box component="span" sx={{ color: 'text.secondary' }}>
          {` ${kind}`}
        </Box>
      </TableCell>
      <TableCell align="right">
        {requestRate > 0
          ? formatFigure(1 - failureRate / requestRate, 'ratio')
          : 'no traffic'}
      </TableCell>
      <TableCell align="right">{formatFigure(requestRate, 'req/s')}</TableCell>
      <TableCell align="right">
        {latencyP95 === undefined
          ? 'unknown'
          : latencyWords(saidLatency(latencyP95, ROUTE_BOUNDS_S, 0.001))}
      </TableCell>
      <TableCell align="right">{formatFigure(retryRate, 'req/s')}</TableCell>
    </TableRow>
  );
}
