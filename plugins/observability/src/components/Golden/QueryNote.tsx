import Box from '@mui/material/Box';
import Button from '@mui/material/Button';
import Link from '@mui/material/Link';
import {
  grafanaExploreUrl,
  LinkSources,
  ResolvedRange,
} from '@slipway/plugin-observability-common';
import { CopyButton } from '@slipway/plugin-portal-react';
import { useId, useState } from 'react';

/** The queries behind a chart, each to copy and to open in Grafana; folded until somebody asks. */
export function QueryNote(props: {
  /** Title of the chart. */
  title: string;
  about?: string;
  queries: ReadonlyArray<{ label: string; query: string }>;
  links: LinkSources;
  cluster: string;
  range: Pick<ResolvedRange, 'start' | 'end'>;
}) {
  const { title, about, queries, links, cluster, range } = props;
  const [open, setOpen] = useState(false);
  const id = useId();
  const { grafana } = links;
  const datasource = grafana?.datasources[cluster];
  return (
    <>
      <Button
        size="small"
        color="inherit"
        aria-expanded={open}
        aria-controls={id}
        onClick={() => setOpen(!open)}
      >
        {`Queries of ${title}`}
      </Button>
      <Box id={id} sx={{ fontSize: 13 }}>
        {open && about && (
          <Box sx={{ color: 'text.secondary', mb: 0.5 }}>{about}</Box>
        )}
        {open &&
          queries.map(({ label, query }) => (
            <Box key={label} sx={{ mb: 1 }}>
              <Box sx={{ display: 'flex', alignItems: 'center', gap: 1 }}>
                <span>{label}</span>
                <CopyButton text={query} label={`Copy the query of ${label}`} />
                {grafana && datasource && (
                  <Link
                    href={grafanaExploreUrl(grafana, datasource, query, {
                      from: range.start * 1000,
                      to: range.end * 1000,
                    })}
                    target="_blank"
                    rel="noopener noreferrer"
                  >
                    {`Open ${label} in Grafana`}
                  </Link>
                )}
              </Box>
              <Box
                component="code"
                sx={{ display: 'block', overflowWrap: 'anywhere' }}
              >
                {query}
              </Box>
            </Box>
          ))}
      </Box>
    </>
  );
}
