import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { FaultRow } from '@slipway/plugin-chaos-common';
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
  faultFilterOptions,
  FaultFilters,
  FAULTS_QUERY,
  matchesFilters,
  NO_FILTERS,
  sortFaults,
} from '../../lib/listQuery';
import { faultRouteRef } from '../../routes';
import { COLUMNS, FaultCard, FaultCells } from './FaultCells';

/** What starts faults, one press away. */
const FLOWS = [
  ['Schedule', 'Schedules'],
  ['Workflow', 'Workflows'],
] as const;

const keyOf = ({ ref, uid }: FaultRow) => `${ref.cluster}/${uid}`;

/** Faults with filters that live in the address. */
export function FaultsList({ faults }: { faults: readonly FaultRow[] }) {
  const { filters, sort, setFilters, setSort } = useListQuery(FAULTS_QUERY);
  const linkOf = useRouteRef(faultRouteRef);
  const navigate = useNavigate();
  const options = useMemo(() => faultFilterOptions(faults), [faults]);
  const shown = useMemo(
    () =>
      sortFaults(
        faults.filter(fault => matchesFilters(fault, filters)),
        sort,
      ),
    [faults, filters, sort],
  );
  if (faults.length === 0) {
    return (
      <EmptyState
        title="There are no faults"
        description="A fault belongs to a service: launch it from the tab Resilience of its page. Faults that others create in the clusters appear here by themselves."
      />
    );
  }
  const set = (change: Partial<FaultFilters>) =>
    setFilters({ ...filters, ...change });
  return (
    <>
      <FilterBar
        what="faults"
        search={filters.q}
        onSearch={q => set({ q })}
        filtered={FAULTS_QUERY.hasFilters(filters)}
        onClear={() => setFilters(NO_FILTERS)}
      >
        <FilterToggle
          label={`Not over (${options.active})`}
          on={filters.active}
          onToggle={active => set({ active })}
        />
        {FLOWS.map(([kind, label]) => (
          <FilterToggle
            key={kind}
            label={`${label} (${
              options.kinds.find(({ value }) => value === kind)?.count ?? 0
            })`}
            on={filters.kinds.length === 1 && filters.kinds[0] === kind}
            onToggle={on => set({ kinds: on ? [kind] : [] })}
          />
        ))}
        <MultiSelect
          label="Kind"
          options={options.kinds}
          chosen={filters.kinds}
          onChange={kinds => set({ kinds })}
        />
        <MultiSelect
          label="Cluster"
          options={options.clusters}
          chosen={filters.clusters}
          onChange={clusters => set({ clusters })}
        />
      </FilterBar>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {shown.length === faults.length
          ? `${faults.length} faults`
          : `${shown.length} of ${faults.length} faults`}
      </Box>
      {shown.length > 0 ? (
        <ListRows
          label="Faults"
          rows={shown}
          keyOf={keyOf}
          columns={COLUMNS}
          Cells={FaultCells}
          Card={FaultCard}
          query={FAULTS_QUERY}
          sort={sort}
          onSort={setSort}
          onOpen={({ ref }) => {
            const to = linkOf?.({ ...ref });
            if (to) navigate(to);
          }}
          rowHeight={72}
        />
      ) : (
        <NothingMatches
          noun="fault"
          hidden={faults.length}
          onClear={() => setFilters(NO_FILTERS)}
        />
      )}
    </>
  );
}
