import Box from '@mui/material/Box';
import {
  RunDetail,
  Sample,
  samplesGoneText,
  Verdict,
} from '@slipway/plugin-resilience-common';
import { TimeSeriesChart } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import {
  effectSpans,
  metricCharts,
  runMarkers,
  timeRangeOf,
} from '../../lib/charts';

/** Golden metrics on the time axis of the run, with what was injected shaded and limits as lines. */
export function MetricCharts(props: {
  run: RunDetail;
  samples: readonly Sample[];
  verdict?: Verdict;
  height?: number;
}) {
  const { run, samples, verdict, height = 180 } = props;
  const charts = useMemo(
    () => metricCharts(run.design, samples, verdict),
    [run.design, samples, verdict],
  );
  const spans = useMemo(() => effectSpans(run), [run]);
  const markers = useMemo(() => runMarkers(run, verdict), [run, verdict]);
  if (samples.length === 0) {
    return (
      <Box sx={{ color: 'text.secondary', py: 2 }}>
        {run.samplesGoneAt === undefined
          ? `No sample was taken yet; one is taken every ${run.sampleSeconds} s.`
          : samplesGoneText(run.samplesGoneAt)}
      </Box>
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%', mt: 1 }}>
      {charts.map(({ metric, ...chart }) => (
        <TimeSeriesChart
          key={metric}
          {...chart}
          spans={spans}
          markers={markers}
          timeRange={timeRangeOf(run)}
          height={height}
        />
      ))}
    </Box>
  );
}
