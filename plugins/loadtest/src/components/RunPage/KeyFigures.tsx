import Box from '@mui/material/Box';
import Paper from '@mui/material/Paper';
import { RunSeries } from '@slipway/plugin-loadtest-common';
import { formatFigure } from '@slipway/plugin-portal-react';

/** One figure with what it is compared with. */
function Figure(props: { label: string; value: string; beside: string }) {
  const { label, value, beside } = props;
  return (
    <Paper variant="outlined" sx={{ p: 1.5, minWidth: 0 }}>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{label}</Box>
      <Box
        sx={{
          fontSize: 22,
          fontWeight: 600,
          fontVariantNumeric: 'tabular-nums',
          overflowWrap: 'anywhere',
        }}
      >
        {value}
      </Box>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{beside}</Box>
    </Paper>
  );
}

/** Share of requests that failed at a sample. */
function failureRatio(failures: number, requests: number): number | undefined {
  return requests > 0 ? failures / requests : undefined;
}

/** The four figures of the newest sample; "unknown" before the first one. */
export function KeyFigures({ series }: { series: RunSeries }) {
  const last = series.points.at(-1);
  return (
    <Box
      component="section"
      aria-label="Figures of the newest sample"
      sx={{
        display: 'grid',
        gap: 1.5,
        mb: 2,
        gridTemplateColumns: { xs: '1fr 1fr', md: 'repeat(4, 1fr)' },
      }}
    >
      <Figure
        label="Users"
        value={last ? String(last.users) : 'unknown'}
        beside={last ? `of ${last.wantedUsers} wanted` : 'no sample yet'}
      />
      <Figure
        label="Throughput"
        value={formatFigure(last?.requestsPerSecond, 'req/s')}
        beside={
          last
            ? `of ${formatFigure(last.offeredPerSecond, 'req/s')} offered`
            : 'no sample yet'
        }
      />
      <Figure
        label="Failures"
        value={formatFigure(
          last && failureRatio(last.failuresPerSecond, last.requestsPerSecond),
          'ratio',
        )}
        beside="of the requests of the newest sample"
      />
      <Figure
        label="p95"
        value={formatFigure(last?.p95, 'ms')}
        beside={last ? `over ${last.windowRequests} requests` : 'no sample yet'}
      />
    </Box>
  );
}
