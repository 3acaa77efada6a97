import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import {
  coverage,
  GoldenMetric,
  MetricUnit,
} from '@slipway/plugin-metrics-common';
import { ErrorState } from '../states/messages';
import { TimeSeriesChart } from '../charts/TimeSeriesChart';
import { ChartMarker, ChartSpan } from '../charts/types';
import { GoldenRange, GoldenSeriesReading } from './useGoldenSeries';

const HEIGHT = 170;

const CHARTS: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'Success rate', unit: 'ratio' },
  { metric: 'requestRate', title: 'Requests', unit: 'req/s' },
  { metric: 'latencyP95', title: 'p95 latency', unit: 'ms' },
  { metric: 'latencyP99', title: 'p99 latency', unit: 'ms' },
];

/**
 * Golden metrics of one target as four charts on one time axis, with what
 * happened then. Says how much of the time had no traffic, and of how much
 * nothing is known.
 */
export function GoldenCharts(props: {
  /** Name of the target, in the legends. */
  label: string;
  golden: GoldenSeriesReading;
  range: GoldenRange;
  markers?: readonly ChartMarker[];
  spans?: readonly ChartSpan[];
}) {
  const { label, golden, range, markers, spans } = props;
  const { fetched, points } = golden;
  if (fetched.error) {
    return (
      <ErrorState
        title={`The metrics of ${label} could not be read`}
        error={fetched.error}
        onRetry={fetched.reload}
      />
    );
  }
  const requests = points('requestRate');
  const end = range.end ?? requests.at(-1)?.[0] ?? range.start + range.step;
  return (
    <>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns:
            'repeat(auto-fit, minmax(min(360px, 100%), 1fr))',
          gap: 2,
        }}
      >
        {CHARTS.map(({ metric, title, unit }) =>
          fetched.status === 'loading' ? (
            <Skeleton key={metric} variant="rounded" height={HEIGHT + 36} />
          ) : (
            <TimeSeriesChart
              key={metric}
              title={title}
              unit={unit}
              height={HEIGHT}
              timeRange={[range.start, end]}
              markers={markers}
              spans={spans}
              series={[
                {
                  id: label,
                  label,
                  colour: 'stable',
                  points: points(metric),
                },
              ]}
            />
          ),
        )}
      </Box>
      {fetched.status === 'ready' && (
        <Gaps successRate={points('successRate')} range={{ ...range, end }} />
      )}
    </>
  );
}

function Gaps(props: {
  successRate: ReturnType<GoldenSeriesReading['points']>;
  range: { start: number; end: number; step: number };
}) {
  const { measured, noTraffic, unknown } = coverage(
    props.successRate,
    props.range,
  );
  const all = measured + noTraffic + unknown;
  const words = [
    ...(noTraffic > 0 ? [`no traffic at ${noTraffic} of ${all} times`] : []),
    ...(unknown > 0 ? [`nothing is known of ${unknown} of ${all} times`] : []),
  ];
  if (words.length === 0) return null;
  return (
    <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
      {`Gaps: ${words.join(', ')}.`}
    </Typography>
  );
}
