import {
  ErrorState,
  FreshnessNote,
  LiveAnnouncer,
  PartialNote,
  RefusedState,
  SkeletonTable,
  useLiveConnection,
  useLiveRetry,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import useMediaQuery from '@mui/material/useMediaQuery';
import { useCallback, useMemo, useRef } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../../hooks/useLinks';
import { useListQuery } from '../../hooks/useListQuery';
import { useOwnership } from '../../hooks/useOwnership';
import { LiveRollouts, useRollouts } from '../../hooks/useRollouts';
import { useSlashFocus } from '../../hooks/useSlashFocus';
import { filterOptions } from '../../lib/filterOptions';
import { clustersText, missingSources } from '../../lib/freshness';
import { matchesFilters } from '../../lib/listFilters';
import { sortRollouts } from '../../lib/listSort';
import { ActionFlowProvider } from '../Actions/ActionFlow';
import { EmptyList } from './EmptyList';
import { FilterBar } from './FilterBar';
import { RolloutCards } from './RolloutCards';
import { RolloutsTable } from './RolloutsTable';

/** All rollouts over clusters and namespaces, what needs attention first. */
export function RolloutsPage() {
  const live = useRollouts();
  return (
    <ActionFlowProvider>
      <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
        <RolloutsBody live={live} />
      </Box>
    </ActionFlowProvider>
  );
}

function RolloutsBody({ live }: { live: LiveRollouts }) {
  const connection = useLiveConnection();
  const retry = useLiveRetry();
  if (live.status === 'loading') {
    return (
      <SkeletonTable
        rows={10}
        columns={7}
        rowHeight={64}
        label="Loading rollouts"
      />
    );
  }
  if (live.status === 'failed') {
    return live.error?.name === 'NotAllowedError' ? (
      <RefusedState
        what="see rollouts"
        permission="rollouts.read"
        grantedBy="the platform group"
      />
    ) : (
      <ErrorState
        title="The list of rollouts cannot be shown"
        error={live.error}
        onRetry={retry}
        notLost="Nothing in the clusters was changed."
      />
    );
  }
  return (
    <Box sx={{ display: 'grid', gap: 1.5 }}>
      <Box
        sx={{
          display: 'flex',
          flexWrap: 'wrap',
          alignItems: 'center',
          gap: 1.5,
        }}
      >
        <FreshnessNote freshness={live.freshness} connection={connection} />
        <Box component="span" sx={{ fontSize: 13, color: 'text.secondary' }}>
          {clustersText(live.freshness)}
        </Box>
        <PartialNote missing={missingSources(live.freshness)} />
      </Box>
      <FilteredList live={live} />
    </Box>
  );
}

function FilteredList({ live }: { live: LiveRollouts }) {
  const { filters, sort, setFilters, setSort } = useListQuery();
  const { refs } = useOwnership();
  const links = useLinks();
  const navigate = useNavigate();
  const searchRef = useRef<HTMLInputElement>(null);
  useSlashFocus(searchRef);
  const narrow = useMediaQuery('(max-width: 760px)');

  const { rollouts } = live;
  const options = useMemo(
    () => filterOptions(rollouts, refs),
    [rollouts, refs],
  );
  const shown = useMemo(
    () =>
      sortRollouts(
        rollouts.filter(rollout => matchesFilters(rollout, filters, refs)),
        sort,
      ),
    [rollouts, filters, refs, sort],
  );
  const open = useCallback(
    (rollout: (typeof rollouts)[number]) => {
      const to = links.rollout(rollout.ref);
      if (to) navigate(to);
    },
    [links, navigate],
  );

  const count =
    shown.length === rollouts.length
      ? `${rollouts.length} rollouts`
      : `${shown.length} of ${rollouts.length} rollouts`;
  return (
    <>
      {rollouts.length > 0 && (
        <>
          <FilterBar
            filters={filters}
            options={options}
            onChange={setFilters}
            searchRef={searchRef}
          />
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{count}</Box>
        </>
      )}
      <LiveAnnouncer
        message={`${count}, ${options.attentionCount} need attention`}
      />
      {shown.length > 0 && narrow && (
        <RolloutCards rollouts={shown} onOpen={open} />
      )}
      {shown.length > 0 && !narrow && (
        <RolloutsTable
          rollouts={shown}
          sort={sort}
          onSort={setSort}
          onOpen={open}
        />
      )}
      {shown.length === 0 && (
        <EmptyList
          hidden={rollouts.length}
          freshness={live.freshness}
          onClear={setFilters}
        />
      )}
    </>
  );
}
