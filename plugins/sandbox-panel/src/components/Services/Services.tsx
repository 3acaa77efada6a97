import {
  LiveAnnouncer,
  NothingMatches,
  useListQuery,
} from '@slipway/plugin-portal-react';
import { PanelDemo } from '@slipway/plugin-sandbox-panel-common';
import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { filterClusters, NO_FILTERS, SERVICES_QUERY } from '../../lib/filters';
import { nextRunWords } from '../../lib/words';
import { ServiceCards } from './ServiceCards';
import { ServiceFilters } from './ServiceFilters';
import { ServiceTable } from './ServiceTable';

/** The services of all clusters, with the button that releases each. */
export function Services({ demo }: { demo: PanelDemo }) {
  const { filters, setFilters } = useListQuery(SERVICES_QUERY);
  const narrow = useMediaQuery('(max-width: 760px)');
  const shown = filterClusters(demo.clusters, filters);
  const count = (clusters: PanelDemo['clusters']) =>
    clusters.reduce((sum, { services }) => sum + services.length, 0);
  const all = count(demo.clusters);
  const mine = demo.clusters
    .flatMap(({ services }) => services)
    .filter(({ mayRelease }) => mayRelease.allowed).length;
  const words = `${
    count(shown) === all
      ? `${all} services`
      : `${count(shown)} of ${all} services`
  }; you may release ${mine === all ? 'all' : mine || 'none'}`;
  const List = narrow ? ServiceCards : ServiceTable;
  return (
    <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
      <ServiceFilters
        filters={filters}
        clusters={demo.clusters.map(({ name }) => name)}
        onChange={setFilters}
      />
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{words}</Box>
      <LiveAnnouncer message={words} />
      {shown.map(({ name, nextReleaseAt, services }) => (
        <Box component="section" key={name} aria-label={name}>
          <Box
            sx={{
              display: 'flex',
              flexWrap: 'wrap',
              alignItems: 'baseline',
              columnGap: 1.5,
              mb: 1,
            }}
          >
            <Box component="h2" sx={{ m: 0, fontSize: 17 }}>
              {name}
            </Box>
            <Box
              component="span"
              sx={{ fontSize: 13, color: 'text.secondary' }}
            >
              {nextRunWords(nextReleaseAt, demo.now)}
            </Box>
          </Box>
          <List cluster={name} services={services} running={demo.running} />
        </Box>
      ))}
      {shown.length === 0 && (
        <NothingMatches
          noun="service"
          hidden={all}
          onClear={() => setFilters(NO_FILTERS)}
        />
      )}
    </Box>
  );
}
