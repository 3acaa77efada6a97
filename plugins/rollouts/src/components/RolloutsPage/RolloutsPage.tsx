import {
  LiveAnnouncer,
  ListRows,
  LiveGate,
  SkeletonTable,
  SourcesNote,
  useListQuery,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import { RolloutSummary } from '@slipway/plugin-rollouts-common';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../../hooks/useLinks';
import { useOwnership } from '../../hooks/useOwnership';
import { LiveRollouts, useRollouts } from '../../hooks/useRollouts';
import { filterOptions } from '../../lib/filterOptions';
import { matchesFilters } from '../../lib/listFilters';
import { ROLLOUTS_QUERY } from '../../lib/listQuery';
import { sortRollouts } from '../../lib/listSort';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { COLUMNS } from './columns';
import { EmptyList } from './EmptyList';
import { RolloutCard } from './RolloutCard';
import { RolloutFilters } from './RolloutFilters';
import { RolloutCells } from './RolloutRow';
import { RolloutsLook } from './RolloutsLook';

/** Key of a rollout over all clusters. */
const keyOf = ({ ref, uid }: RolloutSummary) => `${ref.cluster}/${uid}`;

/** All rollouts over clusters and namespaces, what needs attention first. */
export function RolloutsPage() {
  const live = useRollouts();
  return (
    <RolloutActionFlow>
      <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
        <RolloutsBody live={live} />
      </Box>
    </RolloutActionFlow>
  );
}

function RolloutsBody({ live }: { live: LiveRollouts }) {
  return (
    <LiveGate
      reading={live}
      what="The list of rollouts"
      needs={SEE_ROLLOUTS}
      notLost="Nothing in the clusters was changed."
      skeleton={
        <SkeletonTable
          rows={10}
          columns={7}
          rowHeight={64}
          label="Loading rollouts"
        />
      }
    >
      <Box sx={{ display: 'grid', gap: 1.5 }}>
        <SourcesNote freshness={live.freshness} />
        <FilteredList live={live} />
      </Box>
    </LiveGate>
  );
}

function FilteredList({ live }: { live: LiveRollouts }) {
  const { filters, sort, setFilters, setSort } = useListQuery(ROLLOUTS_QUERY);
  const { refs } = useOwnership();
  const links = useLinks();
  const navigate = useNavigate();

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
    (rollout: RolloutSummary) => {
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
          <RolloutFilters
            filters={filters}
            options={options}
            onChange={setFilters}
          />
          <Box sx={{ fontSize: 13, color: 'text.secondary' }}>{count}</Box>
        </>
      )}
      <LiveAnnouncer
        message={`${count}, ${options.attentionCount} need attention`}
      />
      {shown.length > 0 && (
        <RolloutsLook>
          <ListRows
            label="Rollouts"
            rows={shown}
            keyOf={keyOf}
            columns={COLUMNS}
            Cells={RolloutCells}
            Card={RolloutCard}
            query={ROLLOUTS_QUERY}
            sort={sort}
            onSort={setSort}
            onOpen={open}
          />
        </RolloutsLook>
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
