import Box from '@mui/material/Box';
import { RunSeries, SamplePoint } from '@slipway/plugin-loadtest-common';
import {
  ChartSeries,
  Section,
  TimeSeriesChart,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { latencyLimits, phaseSpans, pointsOf } from '../../lib/charts';

/** Charts over the time of the run, with the phases of its curve shaded. */
export function RunCharts({ series }: { series: RunSeries }) {
  const { run, points } = series;
  const charts = useMemo(() => {
    const zero = Date.parse(run.startedAt ?? run.createdAt) / 1000;
    const line = (
      id: string,
      label: string,
      figure: (sample: SamplePoint) => number | undefined,
      look: Pick<ChartSeries, 'colour' | 'dash'> = { colour: 'stable' },
    ): ChartSeries => ({
      id,
      label,
      ...look,
      points: pointsOf(points, zero, figure),
    });
    const wanted = { colour: 'neutral', dash: 1 } as const;
    return {
      spans: phaseSpans(run.curve, zero),
      range: [zero, zero + run.curve.durationSeconds] as const,
      users: [
        line('wanted', 'wanted', one => one.wantedUsers, wanted),
        line('users', 'users', one => one.users),
      ],
      throughput: [
        line('offered', 'offered', one => one.offeredPerSecond, wanted),
        line('achieved', 'achieved', one => one.requestsPerSecond),
        line('failures', 'failures', one => one.failuresPerSecond, {
          colour: 'canary',
        }),
      ],
      latency: [
        line('p50', 'p50', one => one.p50),
        line('p95', 'p95', one => one.p95, { colour: 'stable', dash: 2 }),
        line('p99', 'p99', one => one.p99, { colour: 'stable', dash: 4 }),
      ],
    };
  }, [run, points]);
  const common = { timeRange: charts.range };
  return (
    <Section title="Over time">
      {points.length === 0 ? (
        <Box sx={{ color: 'text.secondary' }}>
          Nothing was measured yet. The first sample comes when the first users
          have started.
        </Box>
      ) : (
        <Box
          sx={{
            display: 'grid',
            gap: 3,
            gridTemplateColumns: { xs: '1fr', lg: '1fr 1fr' },
          }}
        >
          <TimeSeriesChart
            title="Users"
            unit=""
            series={charts.users}
            spans={charts.spans}
            {...common}
          />
          <TimeSeriesChart
            title="Requests"
            unit="req/s"
            series={charts.throughput}
            {...common}
          />
          <Box sx={{ gridColumn: '1 / -1', minWidth: 0 }}>
            <TimeSeriesChart
              title="Latency"
              unit="ms"
              series={charts.latency}
              limits={latencyLimits(run.thresholds)}
              {...common}
            />
          </Box>
        </Box>
      )}
    </Section>
  );
}
