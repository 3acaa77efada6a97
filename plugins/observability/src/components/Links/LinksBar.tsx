import OpenInNewIcon from '@mui/icons-material/OpenInNew';
import Box from '@mui/material/Box';
import Link from '@mui/material/Link';
import Typography from '@mui/material/Typography';
import {
  LinkSources,
  LinkSubject,
  grafanaDashboardUrl,
  kibanaDiscoverUrl,
  ObservedPlace,
  ResolvedRange,
  zipkinUrl,
} from '@slipway/plugin-observability-common';

/** Links into other tools, each with the workload and the range that is shown. */
export function LinksBar(props: {
  sources: LinkSources;
  place: ObservedPlace;
  range: Pick<ResolvedRange, 'start' | 'end'>;
}) {
  const { sources, place } = props;
  const links = linksOf(sources, place, props.range);
  if (links.length === 0 && sources.problems.length === 0) return null;
  return (
    <Box sx={{ mb: 2 }}>
      <Box
        component="ul"
        aria-label="The same in other tools"
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          columnGap: 2.5,
          rowGap: 0.5,
          listStyle: 'none',
          m: 0,
          p: 0,
        }}
      >
        {links.map(({ label, url }) => (
          <li key={label}>
            <Link href={url} target="_blank" rel="noopener noreferrer">
              {label}
              <OpenInNewIcon
                aria-hidden
                sx={{ fontSize: 14, ml: 0.5, verticalAlign: 'text-bottom' }}
              />
            </Link>
          </li>
        ))}
      </Box>
      {sources.problems.map(problem => (
        <Typography key={problem} variant="body2" color="text.secondary">
          {problem}
        </Typography>
      ))}
    </Box>
  );
}

/** What links there are, in the order in which they are shown. */
export function linksOf(
  { grafana, kibana, zipkin }: LinkSources,
  place: ObservedPlace,
  { start, end }: Pick<ResolvedRange, 'start' | 'end'>,
): Array<{ label: string; url: string }> {
  const range = { from: start * 1000, to: end * 1000 };
  const { cluster, namespace, workload, stable, canary } = place;
  const whole: LinkSubject = { cluster, namespace, workload };
  const sides: Array<[string, LinkSubject]> =
    canary && stable
      ? [
          [' of stable', { ...whole, revision: stable }],
          [' of canary', { ...whole, revision: canary }],
        ]
      : [['', whole]];
  return [
    ...(grafana?.dashboard
      ? [
          {
            label: 'Dashboard in Grafana',
            url: grafanaDashboardUrl(
              grafana,
              grafana.dashboard,
              canary ? { ...whole, revision: canary } : whole,
              range,
            ),
          },
        ]
      : []),
    ...(kibana
      ? sides.map(([of, subject]) => ({
          label: `Logs${of} in Kibana`,
          url: kibanaDiscoverUrl(kibana, subject, range),
        }))
      : []),
    ...(zipkin
      ? [{ label: 'Traces in Zipkin', url: zipkinUrl(zipkin, whole, range) }]
      : []),
  ];
}
