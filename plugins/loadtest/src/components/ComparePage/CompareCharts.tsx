import Box from '@mui/material/Box';
import { ComparedRun, SamplePoint } from '@slipway/plugin-loadtest-common';
import { FigureUnit, TimeSeriesChart } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { CompareQuery, lengthOf, overlaid } from '../../lib/compareQuery';

const CHARTS: ReadonlyArray<{
  title: string;
  unit: FigureUnit;
  figure: (point: SamplePoint) => number | undefined;
}> = [
  { title: 'p95', unit: 'ms', figure: ({ p95 }) => p95 },
  {
    title: 'Throughput',
    unit: 'req/s',
    figure: ({ requestsPerSecond }) => requestsPerSecond,
  },
  {
    title: 'Failures',
    unit: 'req/s',
    figure: ({ failuresPerSecond }) => failuresPerSecond,
  },
  { title: 'Users', unit: '', figure: ({ users }) => users },
];

/** All runs over one axis, moved so that their windows start at the same place. */
export function CompareCharts(props: {
  runs: readonly ComparedRun[];
  query: CompareQuery;
}) {
  const { runs, query } = props;
  const { from, seconds } = query;
  const charts = useMemo(
    () =>
      CHARTS.map(({ figure, ...chart }) => ({
        ...chart,
        ...overlaid(runs, from, figure),
      })),
    [runs, from],
  );
  const starts = Math.max(0, ...from);
  const end = Math.max(
    ...runs.map((run, index) => lengthOf(run) - from[index] + starts),
  );
  return (
    <Box
      sx={{
        display: 'grid',
        gap: 3,
        gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' },
      }}
    >
      {charts.map(({ title, unit, series, windowStart }) => (
        <TimeSeriesChart
          key={title}
          title={title}
          unit={unit}
          series={series}
          sinceStart
          timeRange={[0, Math.max(end, 1)]}
          spans={
            seconds === undefined
              ? []
              : [
                  {
                    label: 'window',
                    from: windowStart,
                    to: windowStart + seconds,
                  },
                ]
          }
        />
      ))}
    </Box>
  );
}
