import {
  LiveAnnouncer,
  ListRows,
  LiveGate,
  SkeletonTable,
  SourcesNote,
  useListQuery,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import {
  rolloutRowKey,
  ROLLOUTS_QUERY,
  RolloutCounts,
  RolloutSummary,
} from '@slipway/plugin-rollouts-common';
import { useCallback, useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import { useLinks } from '../../hooks/useLinks';
import { PagedRollouts, useRolloutPages } from '../../hooks/useRolloutPages';
import { filterOptions } from '../../lib/filterOptions';
import { SEE_ROLLOUTS } from '../../lib/needs';
import { RolloutActionFlow } from '../Actions/RolloutActionFlow';
import { COLUMNS } from './columns';
import { EmptyList } from './EmptyList';
import { RolloutCard } from './RolloutCard';
import { RolloutFilters } from './RolloutFilters';
import { RolloutCells } from './RolloutRow';
import { RolloutsLook } from './RolloutsLook';

/** All rollouts over clusters and namespaces, what needs attention first. */
export function RolloutsPage() {
  return (
    <RolloutActionFlow>
      <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
        <RolloutsBody />
      </Box>
    </RolloutActionFlow>
  );
}

function RolloutsBody() {
  const query = useListQuery(ROLLOUTS_QUERY);
  const live = useRolloutPages(query);
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
        {live.counts && (
          <FilteredList live={live} counts={live.counts} query={query} />
        )}
      </Box>
    </LiveGate>
  );
}

function FilteredList(props: {
  live: PagedRollouts;
  counts: RolloutCounts;
  query: ReturnType<
    typeof useListQuery<
      typeof ROLLOUTS_QUERY.noFilters,
      typeof ROLLOUTS_QUERY.defaultSort.column
    >
  >;
}) {
  const { live, counts } = props;
  const { filters, sort, setFilters, setSort } = props.query;
  const { rows, ownershipRefs, isPrevious } = live;
  const links = useLinks();
  const navigate = useNavigate();

  const options = useMemo(
    () => filterOptions(counts, ownershipRefs),
    [counts, ownershipRefs],
  );
  const open = useCallback(
    (rollout: RolloutSummary) => {
      const to = links.rollout(rollout.ref);
      if (to) navigate(to);
    },
    [links, navigate],
  );

  const count = describeCount(live, counts.total);
  return (
    <>
      {counts.total > 0 && (
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
        message={`${count}, ${counts.needAttention} need attention`}
      />
      {rows.length > 0 && (
        <RolloutsLook
          aria-busy={isPrevious}
          style={isPrevious ? { opacity: 0.5 } : undefined}
        >
          <ListRows
            label="Rollouts"
            rows={rows}
            keyOf={rolloutRowKey}
            columns={COLUMNS}
            Cells={RolloutCells}
            Card={RolloutCard}
            query={ROLLOUTS_QUERY}
            sort={sort}
            onSort={setSort}
            onOpen={open}
            onRange={live.onRange}
          />
        </RolloutsLook>
      )}
      {rows.length === 0 && !isPrevious && (
        <EmptyList
          hidden={counts.total}
          freshness={live.freshness}
          onClear={setFilters}
        />
      )}
    </>
  );
}

function describeCount(
  { rows, isPrevious }: PagedRollouts,
  total: number,
): string {
  // Rows of the filters before say nothing about these.
  if (isPrevious) return `Looking through ${total} rollouts…`;
  return rows.length === total
    ? `${total} rollouts`
    : `${rows.length} of ${total} rollouts`;
}
