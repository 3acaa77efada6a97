import Box from '@mui/material/Box';
import Skeleton from '@mui/material/Skeleton';
import Typography from '@mui/material/Typography';
import { coverage } from '@slipway/plugin-metrics-common';
import {
  LinkSources,
  ObservedPlace,
  WORKLOAD_QUERIES,
} from '@slipway/plugin-observability-common';
import {
  EmptyState,
  ErrorState,
  Section,
  TimeSeriesChart,
} from '@slipway/plugin-portal-react';
import { METRICS } from '../../lib/metrics';
import { ShownRange } from '../Tab/useTabQuery';
import { FiguresTable } from './FiguresTable';
import { QueryNote } from './QueryNote';
import { GoldenLine, useSides } from './useSides';

const HEIGHT = 190;

/** Golden metrics of stable and canary side by side, with an earlier period. */
export function GoldenSection(props: {
  place: ObservedPlace;
  shown: ShownRange;
  links: LinkSources;
}) {
  const { place } = props;
  return (
    <Section title="Golden metrics">
      {place.metrics ? (
        <Charts {...props} />
      ) : (
        <EmptyState
          title={`No Prometheus is configured for cluster ${place.cluster}`}
          description="Without it nothing is measured there. Whoever runs the portal sets slipway.clusters.<name>.prometheus."
        />
      )}
    </Section>
  );
}

function Charts(props: {
  place: ObservedPlace;
  shown: ShownRange;
  links: LinkSources;
}) {
  const { place, shown, links } = props;
  const { range } = shown;
  const lines = useSides(place, shown);
  const loading = lines.every(({ fetched }) => fetched.status === 'loading');
  const newest = Math.max(
    range.end,
    ...lines.flatMap(line => line.points('requestRate').at(-1)?.[0] ?? []),
  );
  const timeRange = [range.start, newest] as const;
  const released = place.releasedAt && Date.parse(place.releasedAt) / 1000;
  const markers =
    released && released >= range.start
      ? [{ time: released, label: 'newest revision made' }]
      : [];
  return (
    <>
      {lines
        .filter(({ fetched }) => fetched.error)
        .map(({ id, label, fetched }) => (
          <Box key={id} sx={{ mb: 1 }}>
            <ErrorState
              title={`The metrics of ${label} could not be read`}
              error={fetched.error}
              notLost="The rest of the page is not affected."
              onRetry={fetched.reload}
            />
          </Box>
        ))}
      {!loading && <FiguresTable lines={lines} />}
      <Box
        sx={{
          display: 'grid',
          gridTemplateColumns:
            'repeat(auto-fit, minmax(min(340px, 100%), 1fr))',
          gap: 2,
          mt: 2,
        }}
      >
        {METRICS.map(({ metric, title, unit }) =>
          loading ? (
            <Skeleton key={metric} variant="rounded" height={HEIGHT + 36} />
          ) : (
            <Box key={metric} sx={{ minWidth: 0 }}>
              <TimeSeriesChart
                title={title}
                unit={unit}
                height={HEIGHT}
                timeRange={timeRange}
                markers={markers}
                series={lines.map(line => ({
                  id: line.id,
                  label: line.label,
                  colour: line.colour,
                  dash: line.dash,
                  points: line.points(metric),
                }))}
              />
              <QueryNote
                title={title}
                about={WORKLOAD_QUERIES[metric].about}
                queries={queriesOf(lines, metric, range.window)}
                links={links}
                cluster={place.cluster}
                range={range}
              />
            </Box>
          ),
        )}
      </Box>
      {!loading && <Gaps lines={lines} range={{ ...range, end: newest }} />}
    </>
  );
}

function queriesOf(
  lines: readonly GoldenLine[],
  metric: (typeof METRICS)[number]['metric'],
  window: string | undefined,
): Array<{ label: string; query: string }> {
  return lines.flatMap(({ side, label, over }) =>
    side
      ? [
          {
            label,
            query: WORKLOAD_QUERIES[metric].build(
              side.target,
              window ?? over ?? '1m',
            ),
          },
        ]
      : [],
  );
}

/** Of how much of the time nothing is drawn, and why. */
function Gaps(props: {
  lines: readonly GoldenLine[];
  range: { start: number; end: number; step: number };
}) {
  const sentences = props.lines.flatMap(({ label, fetched, points }) => {
    if (fetched.status !== 'ready') return [];
    const { measured, noTraffic, unknown } = coverage(
      points('successRate'),
      props.range,
    );
    const all = measured + noTraffic + unknown;
    const words = [
      ...(noTraffic > 0 ? [`no traffic at ${noTraffic} of ${all} times`] : []),
      ...(unknown > 0
        ? [`nothing is known of ${unknown} of ${all} times`]
        : []),
    ];
    return words.length > 0 ? [`${label}: ${words.join(', ')}`] : [];
  });
  if (sentences.length === 0) return null;
  return (
    <Typography variant="body2" color="text.secondary" sx={{ mt: 1 }}>
      {`Gaps. ${sentences.join('. ')}.`}
    </Typography>
  );
}
