import MenuItem from '@mui/material/MenuItem';
import Skeleton from '@mui/material/Skeleton';
import TextField from '@mui/material/TextField';
import {
  GoldenMetric,
  GoldenSeries,
  MetricUnit,
  pointsOf,
} from '@slipway/plugin-metrics-common';
import {
  ErrorState,
  Section,
  TimeSeriesChart,
  useGoldenSeries,
} from '@slipway/plugin-portal-react';
import {
  chartStep,
  placeKey,
  placeWords,
  TimelineItem,
  TimelinePlace,
  TimeRange,
} from '@slipway/plugin-timeline-common';
import { memo, useDeferredValue, useRef } from 'react';

const HEIGHT = 150;
const CHARTS: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'Success rate', unit: 'ratio' },
  { metric: 'requestRate', title: 'Requests', unit: 'req/s' },
  { metric: 'latencyP95', title: 'p95 latency', unit: 'ms' },
];

/** What is looked at, as the charts mark it. */
function marksOf(item: TimelineItem | undefined) {
  if (!item) return {};
  const { title: label, tone: state } = item;
  return item.type === 'mark'
    ? { markers: [{ time: item.at / 1000, label, state }] }
    : {
        spans: [
          {
            from: item.from / 1000,
            label,
            state,
            ...(item.to === undefined ? {} : { to: item.to / 1000 }),
          },
        ],
      };
}

const MetricChart = memo(
  (props: {
    chart: (typeof CHARTS)[number];
    label: string;
    series: GoldenSeries;
    start: number;
    end: number;
    focused: TimelineItem | undefined;
  }) => {
    const { chart, label, series, start, end, focused } = props;
    const { metric, title, unit } = chart;
    return (
      <TimeSeriesChart
        title={title}
        unit={unit}
        height={HEIGHT}
        timeRange={[start, end]}
        series={[
          {
            id: metric,
            label,
            colour: 'stable',
            points: pointsOf(series.series, metric),
          },
        ]}
        {...marksOf(focused)}
      />
    );
  },
);

function Charts(props: {
  place: TimelinePlace;
  range: TimeRange;
  focused: TimelineItem | undefined;
}) {
  const { place, range, focused } = props;
  const start = Math.floor(range.from / 1000);
  const end = Math.ceil(range.to / 1000);
  const { fetched } = useGoldenSeries(
    {
      cluster: place.cluster,
      namespace: place.namespace,
      deployment: place.workload,
    },
    { start, end, ...chartStep(range) },
  );
  // While another range is read, what is there is drawn on its axis, as the lanes are.
  const last = useRef<GoldenSeries>();
  if (fetched.value) last.current = fetched.value;
  const series = useDeferredValue(last.current);
  if (fetched.error) {
    return (
      <ErrorState
        title={`The metrics of ${placeWords(place)} could not be read`}
        error={fetched.error}
        notLost="The lanes are not affected."
        onRetry={fetched.reload}
      />
    );
  }
  return (
    <div aria-busy={fetched.status === 'loading'}>
      {CHARTS.map(chart =>
        series ? (
          <MetricChart
            key={chart.metric}
            chart={chart}
            label={place.workload}
            series={series}
            start={start}
            end={end}
            focused={focused}
          />
        ) : (
          <Skeleton
            key={chart.metric}
            variant="rounded"
            height={HEIGHT + 36}
            sx={{ mb: 1 }}
          />
        ),
      )}
    </div>
  );
}

/** Golden metrics of one workload on the axis of the lanes. */
export const GoldenOnAxis = memo(
  (props: {
    /** The one that is shown. */
    place: TimelinePlace | undefined;
    places: readonly TimelinePlace[];
    range: TimeRange;
    /** Shaded in the charts. */
    focused: TimelineItem | undefined;
    /** @param key - of {@link placeKey} */
    onChoose: (key: string) => void;
  }) => {
    const { place, places, range, focused, onChoose } = props;
    if (!place) return null;
    return (
      <Section title="Golden metrics">
        {places.length > 1 && (
          <TextField
            select
            size="small"
            label="Workload"
            value={placeKey(place)}
            onChange={({ target }) => onChoose(target.value)}
            sx={{ mb: 1, minWidth: 200, maxWidth: '100%' }}
          >
            {places.map(one => (
              <MenuItem key={placeKey(one)} value={placeKey(one)}>
                {placeWords(one)}
              </MenuItem>
            ))}
          </TextField>
        )}
        <Charts
          key={placeKey(place)}
          place={place}
          range={range}
          focused={focused}
        />
      </Section>
    );
  },
);
