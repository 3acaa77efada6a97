import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import {
  LiveGate,
  RelativeTime,
  Section,
  SkeletonCard,
  TimeSeriesChart,
  useFetched,
} from '@slipway/plugin-portal-react';
import { EntityTrend, TREND_DAYS } from '@slipway/plugin-security-common';
import { useSearchParams } from 'react-router-dom';
import { securityApiRef } from '../../api/SecurityApi';
import { SEE_FINDINGS } from '../../lib/needs';
import { trendMarkers, trendSeries } from '../../lib/trendChart';

const DAYS = 'trend';
const [FEWEST] = TREND_DAYS;

/** Open findings of a service by severity, over time; the range lives in the address. */
export function TrendSection({ entityRef }: { entityRef: string }) {
  const api = useApi(securityApiRef);
  const [params, setParams] = useSearchParams();
  const asked = Number(params.get(DAYS));
  const days = TREND_DAYS.find(each => each === asked) ?? FEWEST;
  const reading = useFetched(`${entityRef} ${days}`, () =>
    api.getTrend(entityRef, days),
  );
  const trend = reading.value;
  return (
    <Section title="Trend">
      <ToggleButtonGroup
        size="small"
        exclusive
        aria-label="Days of the trend"
        value={days}
        onChange={(_, chosen: number | null) => {
          if (chosen === null) return;
          setParams(
            old => {
              old.set(DAYS, `${chosen}`);
              return old;
            },
            { replace: true },
          );
        }}
      >
        {TREND_DAYS.map(each => (
          <ToggleButton key={each} value={each}>
            {`${each} days`}
          </ToggleButton>
        ))}
      </ToggleButtonGroup>
      <LiveGate
        reading={reading}
        what="The trend"
        needs={SEE_FINDINGS}
        onRetry={reading.reload}
        skeleton={
          <SkeletonCard lines={3} minHeight={240} label="Loading the trend" />
        }
      >
        {trend && <Chart trend={trend} />}
      </LiveGate>
    </Section>
  );
}

function Chart({ trend }: { trend: EntityTrend }) {
  const { knownFrom } = trend;
  if (knownFrom === undefined) {
    return (
      <Box sx={{ fontSize: 14, mt: 1 }}>
        No scan has ever found anything in what runs now.
      </Box>
    );
  }
  return (
    <Box sx={{ mt: 1, minWidth: 0 }}>
      <TimeSeriesChart
        title="Open findings"
        unit="findings"
        series={trendSeries(trend)}
        markers={trendMarkers(trend)}
      />
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        At the end of each day, in UTC, and now: each finding once for each
        workload and container, also those that do not count. First finding{' '}
        <RelativeTime at={knownFrom} />; what was before is unknown.
      </Box>
    </Box>
  );
}
