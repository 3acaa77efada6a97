import {
  formatAbsolute,
  StateChip,
  TimeSeriesChart,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Chip from '@mui/material/Chip';
import {
  AnalysisMetricView,
  metricVerdict,
  sentence,
  valueWords,
} from '@slipway/plugin-rollouts-common';
import { useState } from 'react';
import {
  chartLimits,
  countsText,
  measurementSeries,
  MOST_SERIES,
  seriesCount,
} from '../../lib/analysis';
import { ANALYSIS_STATES } from '../../lib/phaseState';
import { LongText } from './LongText';
import { MeasurementMarks } from './MeasurementMarks';
import { MeasurementTable } from './MeasurementTable';
import { MetricRule } from './MetricRule';

/** One metric of a run: its measurements against the limits, what is allowed, and the query. */
export function AnalysisMetric({ metric }: { metric: AnalysisMetricView }) {
  const [onlyFailed, setOnlyFailed] = useState(false);
  const failed = metric.measurements.filter(({ phase }) => phase === 'Failed');
  const shown = onlyFailed ? failed : metric.measurements;
  return (
    <Box
      component="section"
      aria-label={`Metric ${metric.name}`}
      data-testid="analysis-metric"
      sx={{ pl: { xs: 0, sm: 2 }, display: 'grid', gap: 0.75, minWidth: 0 }}
    >
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
        <MeasurementMarks measurements={shown} />
        <Box component="span" sx={{ fontSize: 13 }}>
          {countsText(metric)}
        </Box>
        {metric.dryRun && <Chip size="small" label="dry run" sx={{ m: 0 }} />}
        {failed.length > 0 && failed.length < metric.measurements.length && (
          <Button
            size="small"
            color="inherit"
            variant={onlyFailed ? 'contained' : 'outlined'}
            aria-pressed={onlyFailed}
            onClick={() => setOnlyFailed(!onlyFailed)}
          >
            Only the failed measurements
          </Button>
        )}
      </Box>
      <Notes metric={metric} />
      <Picture metric={metric} />
      <Errors metric={metric} />
      {metric.measurements.length > 0 && (
        <Box component="details" open={onlyFailed} sx={{ fontSize: 13 }}>
          <Box
            component="summary"
            sx={{ cursor: 'pointer', color: 'text.secondary' }}
          >
            {onlyFailed ? 'Failed measurements' : 'Measurements'}
          </Box>
          <MeasurementTable
            label={`${metric.name}: ${
              onlyFailed ? 'failed measurements' : 'measurements'
            }, newest first`}
            measurements={shown}
          />
        </Box>
      )}
      <MetricRule metric={metric} />
    </Box>
  );
}

/** What is said of the metric beside its figures. */
function Notes({ metric }: { metric: AnalysisMetricView }) {
  const { measurements, kept = measurements.length } = metric;
  const { successful, failed, inconclusive, error } = metric.counts;
  const all = successful + failed + inconclusive + error;
  const notes = [
    ...(metric.dryRun && measurements.length > 0
      ? [
          `Dry run, does not count: ${sentence(
            `${metric.name}${metricVerdict(metric)}`,
          )}`,
        ]
      : []),
    ...(metric.firstMeasurementAt
      ? [`First measurement at ${formatAbsolute(metric.firstMeasurementAt)}.`]
      : []),
    ...(measurements.some(({ terminated }) => terminated)
      ? ['A measurement was ended with its run: it says nothing.']
      : []),
    ...(all > measurements.length && measurements.length >= kept
      ? [
          `The controller keeps the newest ${measurements.length} of ${all} measurements.`,
        ]
      : []),
  ];
  return (
    <>
      {notes.map(note => (
        <Box key={note} sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
          {note}
        </Box>
      ))}
      {metric.message && (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          Controller:{' '}
          <LongText text={metric.message} what="message" length={160} />
        </Box>
      )}
    </>
  );
}

/** The chart, or the last value where there is nothing to draw. */
function Picture({ metric }: { metric: AnalysisMetricView }) {
  const series = measurementSeries(metric);
  const drawable = series.some(({ points }) =>
    points.some(([, value]) => value !== null),
  );
  const count = seriesCount(metric);
  const last = metric.measurements
    .filter(({ value }) => value !== undefined && value !== '')
    .at(-1);
  if (!drawable) {
    return last?.value === undefined ? null : (
      <Box sx={{ fontSize: 13, overflowWrap: 'anywhere' }}>
        Last value{' '}
        <LongText
          text={
            last.value.length > 80
              ? last.value
              : valueWords(last, metric.limits)
          }
          what="value"
        />
        {last.finishedAt && ` at ${formatAbsolute(last.finishedAt)}`}
      </Box>
    );
  }
  return (
    <Box sx={{ minWidth: 0 }}>
      <TimeSeriesChart
        title={`${metric.name}: measurements`}
        valueTitle={metric.name}
        unit=""
        dots
        height={180}
        limits={chartLimits(metric)}
        series={series}
      />
      {count > MOST_SERIES && (
        <Box sx={{ fontSize: 13 }}>
          {`The first ${MOST_SERIES} of ${count} values are drawn; all are in the measurements below.`}
        </Box>
      )}
    </Box>
  );
}

/** Attempts that measured nothing, apart from measurements. */
function Errors({ metric }: { metric: AnalysisMetricView }) {
  const errors = metric.measurements.filter(({ phase }) => phase === 'Error');
  if (!errors.length) return null;
  return (
    <Box sx={{ fontSize: 13 }}>
      Errors, nothing was measured:
      <Box component="ul" sx={{ m: 0, pl: 2.5 }}>
        {errors.map(({ message, finishedAt, startedAt }, index) => {
          const at = finishedAt ?? startedAt;
          return (
            <li key={`${at} ${index}`}>
              {at ? `${formatAbsolute(at)}: ` : ''}
              <LongText
                text={message ?? 'no reason given'}
                what="message"
                length={160}
              />
            </li>
          );
        })}
      </Box>
    </Box>
  );
}
