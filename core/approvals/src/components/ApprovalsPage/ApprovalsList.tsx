import { useRouteRef } from '@backstage/frontend-plugin-api';
import Box from '@mui/material/Box';
import { ApprovalRow } from '@slipway/plugin-approvals-common';
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
  ApprovalFilters,
  APPROVALS_QUERY,
  filterOptions,
  matchesFilters,
  NO_FILTERS,
  sortApprovals,
} from '../../lib/listQuery';
import { approvalRouteRef } from '../../routes';
import { ApprovalCard, ApprovalCells, COLUMNS } from './ApprovalCells';

const keyOf = ({ id }: ApprovalRow) => id;

/** Approvals with filters that live in the address. */
export function ApprovalsList(props: {
  approvals: readonly ApprovalRow[];
  /** Those that wait for the signed-in user. */
  mine: readonly ApprovalRow[];
}) {
  const { approvals, mine } = props;
  const { filters, sort, setFilters, setSort } = useListQuery(APPROVALS_QUERY);
  const linkOf = useRouteRef(approvalRouteRef);
  const navigate = useNavigate();
  const isMine = useMemo(() => {
    const ids = new Set(mine.map(({ id }) => id));
    return ({ id }: ApprovalRow) => ids.has(id);
  }, [mine]);
  const options = useMemo(
    () => filterOptions(approvals, isMine),
    [approvals, isMine],
  );
  const shown = useMemo(
    () =>
      sortApprovals(
        approvals.filter(one => matchesFilters(one, filters, isMine)),
        sort,
      ),
    [approvals, filters, sort, isMine],
  );
  if (approvals.length === 0) {
    return (
      <EmptyState
        title="Nothing was asked for"
        description="What a rule lets nobody do alone is asked for where it is done: a load test or a fault in production, from its launch page."
      />
    );
  }
  const set = (change: Partial<ApprovalFilters>) =>
    setFilters({ ...filters, ...change });
  return (
    <>
      <FilterBar
        what="approvals"
        search={filters.q}
        onSearch={q => set({ q })}
        filtered={APPROVALS_QUERY.hasFilters(filters)}
        onClear={() => setFilters(NO_FILTERS)}
      >
        <FilterToggle
          label={`Asked of me (${options.mine})`}
          on={filters.mine}
          onToggle={on => set({ mine: on })}
        />
        <MultiSelect
          label="State"
          options={options.states}
          chosen={filters.states}
          onChange={states => set({ states })}
        />
        <MultiSelect
          label="Plugin"
          options={options.plugins}
          chosen={filters.plugins}
          onChange={plugins => set({ plugins })}
        />
      </FilterBar>
      <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
        {shown.length === approvals.length
          ? `${approvals.length} approvals`
          : `${shown.length} of ${approvals.length} approvals`}
      </Box>
      {shown.length > 0 ? (
        <ListRows
          label="Approvals"
          rows={shown}
          keyOf={keyOf}
          columns={COLUMNS}
          Cells={ApprovalCells}
          Card={ApprovalCard}
          query={APPROVALS_QUERY}
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
          noun="approval"
          hidden={approvals.length}
          onClear={() => setFilters(NO_FILTERS)}
        />
      )}
    </>
  );
}
