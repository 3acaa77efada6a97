import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { RunRow } from '@slipway/plugin-loadtest-common';
import {
  EmptyState,
  FilterBar,
  FilterToggle,
  ListRows,
  MultiSelect,
  NothingMatches,
  useListQuery,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { useNavigate } from 'react-router-dom';
import {
  matchesFilters,
  NO_FILTERS,
  runFilterOptions,
  RUNS_QUERY,
  sortRuns,
} from '../../lib/listQuery';
import { runRouteRef } from '../../routes';
import { COLUMNS, RunCard, RunCells } from './RunCells';

const plural = (count: number) => (count === 1 ? '1 run' : `${count} runs`);
const keyOf = ({ id }: RunRow) => id;

/** Runs with filters that live in the address. */
export function RunsList({ runs }: { runs: readonly RunRow[] }) {
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
        title="No load test has run yet"
        description="A service with a suite has its profiles on the tab Resilience of its page: choose one there to launch it."
      />
    );
  }
  const set = (change: Partial<typeof filters>) =>
    setFilters({ ...filters, ...change });
  return (
    <>
      <FilterBar
        what="load tests"
        search={filters.q}
        onSearch={q => set({ q })}
        filtered={RUNS_QUERY.hasFilters(filters)}
        onClear={() => setFilters(NO_FILTERS)}
      >
        <FilterToggle
          label={`Running (${options.running})`}
          on={filters.running}
          onToggle={running => set({ running })}
        />
        <MultiSelect
          label="Profile"
          options={options.profiles}
          chosen={filters.profiles}
          onChange={profiles => set({ profiles })}
        />
        <MultiSelect
          label="Verdict"
          options={options.verdicts}
          chosen={filters.verdicts}
          onChange={verdicts => set({ verdicts })}
        />
        <MultiSelect
          label="Cluster"
          options={options.clusters}
          chosen={filters.clusters}
          onChange={clusters => set({ clusters })}
        />
      </FilterBar>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {shown.length === runs.length
          ? plural(runs.length)
          : `${shown.length} of ${plural(runs.length)}`}
      </Box>
      {shown.length > 0 ? (
        <ListRows
          label="Load tests"
          rows={shown}
          keyOf={keyOf}
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
          rowHeight={64}
        />
      ) : (
        <NothingMatches
          noun="run"
          hidden={runs.length}
          onClear={() => setFilters(NO_FILTERS)}
        />
      )}
    </>
  );
}
