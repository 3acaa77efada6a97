import {
  formatAbsolute,
  StateChip,
  TimeSeriesChart,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Chip from '@mui/material/Chip';
import { AnalysisMetricView } from '@slipway/plugin-rollouts-common';
import { chartLimits, countsText, measurementPoints } from '../../lib/analysis';
import { ANALYSIS_STATES } from '../../lib/phaseState';
import { CopyText } from '../CopyText';
import { MeasurementMarks } from './MeasurementMarks';

/** One metric of a run: its measurements against the limits, what is allowed, and the query. */
export function AnalysisMetric({ metric }: { metric: AnalysisMetricView }) {
  const points = measurementPoints(metric);
  const drawable = points.some(([, value]) => value !== null);
  const last = metric.measurements.at(-1);
  return (
    <Box sx={{ pl: { xs: 0, sm: 2 }, display: 'grid', gap: 0.75, minWidth: 0 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          gap: 1.5,
          alignItems: 'center',
        }}
      >
        <b>{metric.name}</b>
        <StateChip state={ANALYSIS_STATES[metric.phase]} label={metric.phase} />
        <MeasurementMarks measurements={metric.measurements} />
        <Box component="span" sx={{ fontSize: 13 }}>
          {countsText(metric)}
        </Box>
        {metric.dryRun && <Chip size="small" label="dry run" sx={{ m: 0 }} />}
      </Box>
      {drawable && (
        <TimeSeriesChart
          title={`${metric.name}: measurements`}
          valueTitle={metric.name}
          unit=""
          dots
          height={180}
          limits={chartLimits(metric)}
          series={[
            { id: 'value', label: metric.name, colour: 'canary', points },
          ]}
        />
      )}
      {!drawable && last && (
        <Box sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
          {`Last value ${last.value ?? 'unknown'}`}
          {last.finishedAt && ` at ${formatAbsolute(last.finishedAt)}`}
        </Box>
      )}
      {(metric.message ?? last?.message) && (
        <Box sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
          {metric.message ?? last?.message}
        </Box>
      )}
      <Conditions metric={metric} />
    </Box>
  );
}

function Conditions({ metric }: { metric: AnalysisMetricView }) {
  const rows: Array<[string, string | undefined]> = [
    ['success if', metric.successCondition],
    ['failure if', metric.failureCondition],
    [`${metric.provider} query`, metric.query],
    ['every', metric.interval],
  ];
  return (
    <Box component="details" sx={{ fontSize: 13 }}>
      <Box
        component="summary"
        sx={{ cursor: 'pointer', color: 'text.secondary' }}
      >
        Conditions and query
      </Box>
      <Box
        component="dl"
        sx={{
          display: 'grid',
          gridTemplateColumns: 'max-content minmax(0, 1fr)',
          columnGap: 2,
          m: 0,
          mt: 0.5,
        }}
      >
        {rows.map(
          ([term, value]) =>
            value && (
              <Box key={term} sx={{ display: 'contents' }}>
                <Box component="dt" sx={{ color: 'text.secondary' }}>
                  {term}
                </Box>
                <Box component="dd" sx={{ m: 0, fontFamily: 'monospace' }}>
                  <CopyText text={value} label={`Copy ${term}`} />
                </Box>
              </Box>
            ),
        )}
      </Box>
    </Box>
  );
}
