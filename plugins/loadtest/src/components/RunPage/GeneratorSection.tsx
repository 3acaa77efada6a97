import Box from '@mui/material/Box';
import Table from '@mui/material/Table';
import TableBody from '@mui/material/TableBody';
import TableCell from '@mui/material/TableCell';
import TableHead from '@mui/material/TableHead';
import TableRow from '@mui/material/TableRow';
import { RunSeries, WorkerRow } from '@slipway/plugin-loadtest-common';
import {
  ChartSeries,
  formatFigure,
  Section,
  TimeSeriesChart,
  WideTable,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { pointsOf } from '../../lib/charts';

const MEBIBYTE = 1024 * 1024;

/** The machines that make the load: one that is overloaded measures itself, not the service. */
export function GeneratorSection({ series }: { series: RunSeries }) {
  const { run, points, workers } = series;
  const cpu = useMemo<ChartSeries[]>(
    () => [
      {
        id: 'cpu',
        label: 'busiest worker',
        colour: 'stable',
        points: pointsOf(
          points,
          Date.parse(run.startedAt ?? run.createdAt) / 1000,
          one => one.maxCpuPercent,
        ),
      },
    ],
    [points, run],
  );
  return (
    <Section title="Load generators" count={workers.length}>
      <Box sx={{ display: 'grid', gap: 2 }}>
        <span>{`${workers.length} of ${run.workersWanted} workers wanted`}</span>
        {workers.length > 0 && <WorkerTable rows={workers} />}
        {points.some(one => one.maxCpuPercent !== undefined) && (
          <TimeSeriesChart
            title="CPU of the busiest worker"
            valueTitle="CPU of one core"
            unit="%"
            series={cpu}
            height={160}
          />
        )}
      </Box>
    </Section>
  );
}

function WorkerTable({ rows }: { rows: readonly WorkerRow[] }) {
  return (
    <WideTable label="Workers">
      <Table size="small">
        <TableHead>
          <TableRow>
            <TableCell>Worker</TableCell>
            <TableCell>State</TableCell>
            <TableCell align="right">Users</TableCell>
            <TableCell align="right">CPU</TableCell>
            <TableCell align="right">Memory</TableCell>
          </TableRow>
        </TableHead>
        <TableBody sx={{ fontVariantNumeric: 'tabular-nums' }}>
          {rows.map(row => (
            <TableRow key={row.id}>
              <TableCell sx={{ overflowWrap: 'anywhere', minWidth: 200 }}>
                {row.id}
              </TableCell>
              <TableCell>{row.state}</TableCell>
              <TableCell align="right">{row.users}</TableCell>
              <TableCell align="right">
                {formatFigure(row.cpuPercent, '%')}
              </TableCell>
              <TableCell align="right">
                {formatFigure(
                  row.memoryBytes === undefined
                    ? undefined
                    : row.memoryBytes / MEBIBYTE,
                  'MiB',
                )}
              </TableCell>
            </TableRow>
          ))}
        </TableBody>
      </Table>
    </WideTable>
  );
}
