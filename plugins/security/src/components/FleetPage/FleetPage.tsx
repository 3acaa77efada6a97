import { useApi } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import {
  LiveGate,
  RelativeTime,
  SkeletonTable,
  useFetched,
} from '@slipway/plugin-portal-react';
import { FindingSearch } from '@slipway/plugin-security-common';
import { securityApiRef } from '../../api/SecurityApi';
import { SEE_FINDINGS } from '../../lib/needs';
import { SourcesSection } from '../EntityTab/SourcesSection';
import { FLEET_COLUMNS, ROW_HEIGHT } from './FleetCells';
import { FleetList } from './FleetList';
import { HITS_COLUMNS } from './HitCells';
import { HitList } from './HitList';
import { OutsideSection } from './OutsideSection';
import { searchKey, SearchForm, useSearch } from './SearchForm';

/** What each of the two lists says of itself, whatever is in it. */
function Note({ at }: { at: string }) {
  return (
    <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
      Shows what you may see, and what no entity owns. Read{' '}
      <RelativeTime at={at} />.
    </Box>
  );
}

/** Findings of all services, and who runs a vulnerability or a package. */
export function FleetPage() {
  const [search, setSearch] = useSearch();
  return (
    <Box
      component="main"
      sx={{
        px: { xs: 2, md: 3 },
        py: 2,
        display: 'grid',
        gap: 2,
        gridTemplateColumns: '100%',
      }}
    >
      <SearchForm search={search} onSearch={setSearch} />
      {search ? <Found search={search} /> : <Services />}
    </Box>
  );
}

function Services() {
  const api = useApi(securityApiRef);
  const reading = useFetched('fleet', () => api.getFleet());
  const fleet = reading.value;
  return (
    <LiveGate
      reading={reading}
      what="The findings of all services"
      needs={SEE_FINDINGS}
      onRetry={reading.reload}
      skeleton={
        <SkeletonTable
          rows={6}
          columns={FLEET_COLUMNS.length}
          rowHeight={ROW_HEIGHT}
          label="Loading findings"
        />
      }
    >
      {fleet && (
        <>
          <Note at={fleet.at} />
          <FleetList fleet={fleet} onRead={reading.reload} />
          <OutsideSection outside={fleet.outside} />
          <SourcesSection sources={fleet.sources} />
        </>
      )}
    </LiveGate>
  );
}

function Found({ search }: { search: FindingSearch }) {
  const api = useApi(securityApiRef);
  const reading = useFetched(searchKey(search), () => api.search(search));
  const answer = reading.value;
  return (
    <LiveGate
      reading={reading}
      what="Who runs it"
      needs={SEE_FINDINGS}
      onRetry={reading.reload}
      skeleton={
        <SkeletonTable
          rows={6}
          columns={HITS_COLUMNS.length}
          rowHeight={ROW_HEIGHT}
          label="Searching"
        />
      }
    >
      {answer && (
        <>
          <Note at={answer.at} />
          <HitList search={search} answer={answer} onRead={reading.reload} />
          <SourcesSection sources={answer.sources} />
        </>
      )}
    </LiveGate>
  );
}
