import {
  failureMessage,
  formatAbsolute,
  formatFigure,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Tooltip from '@mui/material/Tooltip';
import {
  formatWindow,
  GoldenMetric,
  GoldenMetrics,
  Measurement,
  MetricUnit,
} from '@slipway/plugin-metrics-common';
import { LiveRevisionMetrics } from '../../hooks/useRevisionMetrics';

const SHOWN: ReadonlyArray<{
  metric: GoldenMetric;
  title: string;
  unit: MetricUnit;
}> = [
  { metric: 'successRate', title: 'success rate', unit: 'ratio' },
  { metric: 'latencyP95', title: 'p95', unit: 'ms' },
  { metric: 'requestRate', title: 'requests', unit: 'req/s' },
];

/** What stands behind a figure, for hover. */
function explain(measurement: Measurement | undefined): string {
  if (!measurement) return 'Not measured yet.';
  switch (measurement.state) {
    case 'measured':
      return `Measured at ${formatAbsolute(measurement.at)}.`;
    case 'no-traffic':
      return `Prometheus answered; there were no requests in ${formatWindow(
        measurement.over,
      )}.`;
    default:
      return measurement.reason;
  }
}

/** How far back the figures look: a revision without pods has had requests a moment ago. */
function lookBack(metrics: GoldenMetrics | undefined): string | undefined {
  for (const { metric } of SHOWN) {
    const measurement = metrics?.[metric];
    if (measurement && measurement.state !== 'unknown') {
      return `over the last ${formatWindow(measurement.over)}`;
    }
  }
  return undefined;
}

/** Success rate, p95 and request rate as they are now. Unknown and no traffic are shown as such. */
export function Figures(props: {
  metrics: GoldenMetrics | undefined;
  live: LiveRevisionMetrics;
}) {
  const { metrics, live } = props;
  const window = lookBack(metrics);
  if (live.status === 'failed') {
    return (
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {`Golden metrics unknown: ${failureMessage(live.error)}`}
      </Box>
    );
  }
  return (
    <div>
      <Box
        component="dl"
        aria-busy={live.status === 'loading'}
        sx={{
          display: 'grid',
          gridTemplateColumns: 'repeat(3, minmax(0, 1fr))',
          gap: 1,
          m: 0,
        }}
      >
        {SHOWN.map(({ metric, title, unit }) => {
          const measurement = metrics?.[metric];
          const measured = measurement?.state === 'measured';
          return (
            <Box key={metric}>
              <Box
                component="dt"
                sx={{ fontSize: 12, color: 'text.secondary' }}
              >
                {title}
              </Box>
              <Tooltip title={explain(measurement)} describeChild>
                <Box
                  component="dd"
                  data-testid={`metric-${metric}`}
                  sx={{
                    m: 0,
                    fontSize: 17,
                    fontWeight: measured ? 600 : 400,
                    color: measured ? undefined : 'text.secondary',
                    fontVariantNumeric: 'tabular-nums',
                  }}
                >
                  {live.status === 'loading'
                    ? '…'
                    : formatFigure(measurement, unit)}
                </Box>
              </Tooltip>
            </Box>
          );
        })}
      </Box>
      {window && (
        <Box sx={{ mt: 0.5, fontSize: 12, color: 'text.secondary' }}>
          {window}
        </Box>
      )}
    </div>
  );
}
