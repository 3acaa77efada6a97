import { useRouteRef } from '@backstage/frontend-plugin-api';
import { EnvironmentRow } from '@slipway/plugin-environments-common';
import {
  FilteredList,
  FilterToggle,
  MultiSelect,
  useOwnership,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import {
  environmentFilterOptions,
  environmentRules,
} from '../../lib/listQuery';
import { environmentRouteRef } from '../../routes';
import {
  COLUMNS,
  EnvironmentCard,
  EnvironmentCells,
  ROW_HEIGHT,
} from './EnvironmentCells';

const EMPTY = {
  title: 'There is no environment',
  description:
    'New environment asks for a cloud, a size and services, and shows the plan before anything is made.',
};

/** Environments with filters that live in the address. */
export function EnvironmentsList({
  rows,
}: {
  rows: readonly EnvironmentRow[];
}) {
  const linkOf = useRouteRef(environmentRouteRef);
  const { refs } = useOwnership();
  const rules = useMemo(() => environmentRules(refs), [refs]);
  const options = useMemo(
    () => environmentFilterOptions(rows, refs),
    [rows, refs],
  );
  return (
    <FilteredList
      rules={rules}
      rows={rows}
      what="environments"
      noun="environment"
      empty={EMPTY}
      filters={(filters, set) => (
        <>
          <FilterToggle
            label={`Mine (${options.mine})`}
            on={filters.mine}
            onToggle={mine => set({ mine })}
          />
          <MultiSelect
            label="Owner"
            options={options.owners}
            chosen={filters.owners}
            onChange={owners => set({ owners })}
          />
          <MultiSelect
            label="Cloud"
            options={options.clouds}
            chosen={filters.clouds}
            onChange={clouds => set({ clouds })}
          />
          <MultiSelect
            label="State"
            options={options.states}
            chosen={filters.states}
            onChange={states => set({ states })}
          />
        </>
      )}
      keyOf={({ name }) => name}
      columns={COLUMNS}
      Cells={EnvironmentCells}
      Card={EnvironmentCard}
      rowHeight={ROW_HEIGHT}
      linkOf={({ name }) => linkOf?.({ name })}
    />
  );
}
