import {
  ChartSeries,
  ErrorState,
  Section,
  TimeSeriesChart,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  GoldenMetric,
  MetricUnit,
  Points,
} from '@slipway/plugin-metrics-common';
import { jsonEquals } from '@slipway/plugin-clusters-common';
import { RolloutCore } from '@slipway/plugin-rollouts-common';
import { memo, useState } from 'react';
import { CHART_RANGES, useMetricRange } from '../../hooks/useMetricRange';
import { LiveRevisionMetrics } from '../../hooks/useRevisionMetrics';

const HEIGHT = 190;

const CHARTS: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'Success rate', unit: 'ratio' },
  { metric: 'latencyP95', title: 'p95 latency', unit: 'ms' },
  { metric: 'requestRate', title: 'Requests', unit: 'req/s' },
];

/** What the charts show of a rollout beside its metrics. */
type ChartedCore = Pick<
  RolloutCore,
  'ref' | 'inProgress' | 'blueGreen' | 'stableHash' | 'currentPodHash'
>;

function Charts(props: { core: ChartedCore; live: LiveRevisionMetrics }) {
  const { core, live } = props;
  const [range, setRange] = useState(CHART_RANGES[0]);
  const hashes = `${core.stableHash} ${core.currentPodHash}`;
  const { fetched, points } = useMetricRange(core.ref, hashes, range, live);
  if (fetched.error) {
    return (
      <ErrorState
        title="The metrics could not be read"
        error={fetched.error}
        onRetry={fetched.reload}
      />
    );
  }
  return (
    <>
      <ToggleButtonGroup
        exclusive
        size="small"
        aria-label="Range"
        value={range.label}
        onChange={(_, label) => {
          const chosen = CHART_RANGES.find(one => one.label === label);
          if (chosen) setRange(chosen);
        }}
        sx={{ mb: 1 }}
      >
        {CHART_RANGES.map(({ label }) => (
          <ToggleButton key={label} value={label} sx={{ py: 0.25 }}>
            {label}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns:
            'repeat(auto-fit, minmax(min(270px, 100%), 1fr))',
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
              series={sides(points(metric), core)}
            />
          ),
        )}
      </Box>
    </>
  );
}

/** Charts cost more to draw than the rest of the page: not for each change of a message. */
const MetricsCharts = memo(Charts, jsonEquals);

/** Golden metrics of canary and stable over time; moves by itself. */
export function MetricsSection(props: {
  core: RolloutCore;
  live: LiveRevisionMetrics;
}) {
  const { ref, inProgress, blueGreen, stableHash, currentPodHash } = props.core;
  return (
    <Section title="Golden metrics over time">
      <MetricsCharts
        core={{ ref, inProgress, blueGreen, stableHash, currentPodHash }}
        live={props.live}
      />
    </Section>
  );
}

/** What the new revision is: after the cutover of blue-green it is the active one. */
function newLabel({ blueGreen, currentPodHash }: ChartedCore): string {
  if (!blueGreen) return 'canary';
  return blueGreen.activeSelector === currentPodHash ? 'active' : 'preview';
}

/** The lines of a chart: stable, and the canary while there is one. */
function sides(
  points: { stable: Points; canary: Points },
  core: ChartedCore,
): ChartSeries[] {
  const { inProgress, blueGreen, stableHash } = core;
  const active = blueGreen?.activeSelector;
  const lines: ChartSeries[] = [
    {
      id: 'stable',
      label: active && active === stableHash ? 'active' : 'stable',
      colour: 'stable',
      points: points.stable,
    },
  ];
  if (inProgress || points.canary.length > 0) {
    lines.push({
      id: 'canary',
      label: newLabel(core),
      colour: 'canary',
      points: points.canary,
    });
  }
  return lines;
}
