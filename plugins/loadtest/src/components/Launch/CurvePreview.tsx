import Box from '@mui/material/Box';
import {
  expectedLoad,
  SuiteProfile,
  UserClass,
} from '@slipway/plugin-loadtest-common';
import { ChartSeries, TimeSeriesChart } from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { jumpsKept, phaseSpans } from '../../lib/charts';

/**
 * The curve of a profile before it is launched: users and the requests that
 * they would send if answers took no time.
 */
export function CurvePreview(props: {
  profile: SuiteProfile;
  userClasses: readonly UserClass[];
}) {
  const { profile, userClasses } = props;
  const { curve } = profile;
  const charts = useMemo(() => {
    const corners = expectedLoad(curve, userClasses);
    const users: ChartSeries = {
      id: 'users',
      label: 'users',
      colour: 'stable',
      points: jumpsKept(corners.map(({ at, users: count }) => [at, count])),
    };
    const requests: ChartSeries = {
      id: 'offered',
      label: 'offered',
      colour: 'stable',
      points: jumpsKept(
        corners.map(({ at, requestsPerSecond }) => [at, requestsPerSecond]),
      ),
    };
    return { users, requests, spans: phaseSpans(curve, 0) };
  }, [curve, userClasses]);
  return (
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
        series={[charts.users]}
        spans={charts.spans}
        sinceStart
        height={200}
      />
      <TimeSeriesChart
        title="Offered load"
        valueTitle="requests"
        unit="req/s"
        series={[charts.requests]}
        sinceStart
        height={200}
      />
    </Box>
  );
}
