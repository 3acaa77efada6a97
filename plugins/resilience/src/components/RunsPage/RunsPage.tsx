import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { resilienceListTopic, RunRow } from '@slipway/plugin-resilience-common';
import {
  EmptyState,
  FilterBar,
  FilterToggle,
  FreshnessNote,
  ListRows,
  LiveGate,
  MultiSelect,
  NothingMatches,
  SkeletonTable,
  useListQuery,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  matchesFilters,
  NO_FILTERS,
  runFilterOptions,
  RunFilters,
  RUNS_QUERY,
  sortRuns,
} from '../../lib/listQuery';
import { SEE_RUNS } from '../../lib/needs';
import { runRouteRef } from '../../routes';
import { COLUMNS, RunCard, RunCells } from './RunCells';

/** All joint runs, the newest first. */
export function RunsPage() {
  const live = useLiveTopic(resilienceListTopic, {});
  const connection = useLiveConnection();
  const runs = useMemo(() => [...live.items.values()], [live.items]);
  return (
    <Box component="main" sx={{ px: { xs: 2, md: 3 }, py: 2 }}>
      <LiveGate
        reading={live}
        what="The list of joint runs"
        needs={SEE_RUNS}
        notLost="Runs continue, and end by themselves, whether they are shown or not."
        skeleton={
          <SkeletonTable
            rows={6}
            columns={6}
            rowHeight={72}
            label="Loading joint runs"
          />
        }
      >
        <Box sx={{ display: 'grid', gap: 1.5, gridTemplateColumns: '100%' }}>
          <Box>
            <FreshnessNote freshness={live.freshness} connection={connection} />
          </Box>
          <RunsList runs={runs} />
        </Box>
      </LiveGate>
    </Box>
  );
}

function RunsList({ runs }: { runs: readonly RunRow[] }) {
  const { filters, sort, setFilters, setSort } = useListQuery(RUNS_QUERY);
  const linkOf = useRouteRef(runRouteRef);
  const navigate = useNavigate();
  const options = useMemo(() => runFilterOptions(runs), [runs]);
  const shown = useMemo(
    () =>
      sortRuns(
        runs.filter(run => matchesFilters(run, filters)),
        sort,
      ),
    [runs, filters, sort],
  );
  if (runs.length === 0) {
    return (
      <EmptyState
        title="There are no joint runs"
        description="A joint run puts load and faults on a service at the same time and judges whether it withstands them. It belongs to a service: launch it from the tab Resilience of its page."
      />
    );
  }
  const set = (change: Partial<RunFilters>) =>
    setFilters({ ...filters, ...change });
  return (
    <>
      <FilterBar
        what="joint runs"
        search={filters.q}
        onSearch={q => set({ q })}
        filtered={RUNS_QUERY.hasFilters(filters)}
        onClear={() => setFilters(NO_FILTERS)}
      >
        <FilterToggle
          label={`Under way (${options.active})`}
          on={filters.active}
          onToggle={active => set({ active })}
        />
        <MultiSelect
          label="Verdict"
          options={options.outcomes}
          chosen={filters.outcomes}
          onChange={outcomes => set({ outcomes })}
        />
        <MultiSelect
          label="Service"
          options={options.services}
          chosen={filters.services}
          onChange={services => set({ services })}
        />
      </FilterBar>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {shown.length === runs.length
          ? `The latest ${runs.length} runs`
          : `${shown.length} of the latest ${runs.length} runs`}
      </Box>
      {shown.length > 0 ? (
        <ListRows
          label="Joint runs"
          rows={shown}
          keyOf={({ id }: RunRow) => id}
          columns={COLUMNS}
          Cells={RunCells}
          Card={RunCard}
          query={RUNS_QUERY}
          sort={sort}
          onSort={setSort}
          onOpen={({ id }) => {
            const to = linkOf?.({ id });
            if (to) navigate(to);
          }}
          rowHeight={72}
        />
      ) : (
        <NothingMatches
          noun="joint run"
          hidden={runs.length}
          onClear={() => setFilters(NO_FILTERS)}
        />
      )}
    </>
  );
}
