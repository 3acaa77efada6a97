import { useRouteRef } from '@backstage/frontend-plugin-api';
import { ApprovalRow } from '@slipway/plugin-approvals-common';
import {
  FilteredList,
  FilterToggle,
  ListRules,
  MultiSelect,
  useAskedOfMe,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import {
  ApprovalFilters,
  ApprovalSortColumn,
  APPROVALS_QUERY,
  filterOptions,
  matchesFilters,
  sortApprovals,
} from '../../lib/listQuery';
import { approvalRouteRef } from '../../routes';
import {
  ApprovalCard,
  ApprovalCells,
  COLUMNS,
  ROW_HEIGHT,
} from './ApprovalCells';

const EMPTY = {
  title: 'Nothing was asked for',
  description:
    'What a rule lets nobody do alone is asked for where it is done: a load test or a fault in production, from its launch page.',
};

/** Approvals with filters that live in the address. */
export function ApprovalsList(props: { approvals: readonly ApprovalRow[] }) {
  const { approvals } = props;
  const { approvals: mine } = useAskedOfMe();
  const linkOf = useRouteRef(approvalRouteRef);
  const isMine = useMemo(() => {
    const ids = new Set(mine.map(({ id }) => id));
    return ({ id }: ApprovalRow) => ids.has(id);
  }, [mine]);
  const options = useMemo(
    () => filterOptions(approvals, isMine),
    [approvals, isMine],
  );
  const rules = useMemo<
    ListRules<ApprovalRow, ApprovalFilters, ApprovalSortColumn>
  >(
    () => ({
      query: APPROVALS_QUERY,
      matches: (row, filters) => matchesFilters(row, filters, isMine),
      sort: sortApprovals,
    }),
    [isMine],
  );
  return (
    <FilteredList
      rules={rules}
      rows={approvals}
      what="approvals"
      noun="approval"
      empty={EMPTY}
      filters={(filters, set) => (
        <>
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
        </>
      )}
      keyOf={({ id }) => id}
      columns={COLUMNS}
      Cells={ApprovalCells}
      Card={ApprovalCard}
      rowHeight={ROW_HEIGHT}
      linkOf={({ id }) => linkOf?.({ id })}
    />
  );
}
