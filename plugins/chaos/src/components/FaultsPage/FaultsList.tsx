import { useRouteRef } from '@backstage/frontend-plugin-api';
import { FaultRow } from '@slipway/plugin-chaos-common';
import {
  FilteredList,
  FilterToggle,
  MultiSelect,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { faultFilterOptions, FAULTS } from '../../lib/listQuery';
import { faultRouteRef } from '../../routes';
import { COLUMNS, FaultCard, FaultCells, ROW_HEIGHT } from './FaultCells';

/** What starts faults, one press away. */
const FLOWS = [
  ['Schedule', 'Schedules'],
  ['Workflow', 'Workflows'],
] as const;

const EMPTY = {
  title: 'There are no faults',
  description:
    'A fault belongs to a service: launch it from the tab Resilience of its page. Faults that others create in the clusters appear here by themselves.',
};

/** Faults with filters that live in the address. */
export function FaultsList({ faults }: { faults: readonly FaultRow[] }) {
  const linkOf = useRouteRef(faultRouteRef);
  const options = useMemo(() => faultFilterOptions(faults), [faults]);
  return (
    <FilteredList
      rules={FAULTS}
      rows={faults}
      what="faults"
      noun="fault"
      empty={EMPTY}
      filters={(filters, set) => (
        <>
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
        </>
      )}
      keyOf={({ ref, uid }) => `${ref.cluster}/${uid}`}
      columns={COLUMNS}
      Cells={FaultCells}
      Card={FaultCard}
      rowHeight={ROW_HEIGHT}
      linkOf={({ ref }) => linkOf?.({ ...ref })}
    />
  );
}
