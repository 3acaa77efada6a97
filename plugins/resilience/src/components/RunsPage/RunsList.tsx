import { useRouteRef } from '@backstage/frontend-plugin-api';
import {
  FilteredList,
  FilterToggle,
  MultiSelect,
} from '@slipway/plugin-portal-react';
import { RunRow } from '@slipway/plugin-resilience-common';
import { useMemo } from 'react';
import { runFilterOptions, RUNS } from '../../lib/listQuery';
import { runRouteRef } from '../../routes';
import { COLUMNS, ROW_HEIGHT, RunCard, RunCells } from './RunCells';

const EMPTY = {
  title: 'There are no joint runs',
  description:
    'A joint run puts load and faults on a service at the same time and judges whether it withstands them. It belongs to a service: launch it from the tab Resilience of its page.',
};

/** Joint runs with filters that live in the address. */
export function RunsList({ runs }: { runs: readonly RunRow[] }) {
  const linkOf = useRouteRef(runRouteRef);
  const options = useMemo(() => runFilterOptions(runs), [runs]);
  return (
    <FilteredList
      rules={RUNS}
      rows={runs}
      what="joint runs"
      noun="joint run"
      count={rows => (rows === 1 ? '1 run' : `the latest ${rows} runs`)}
      empty={EMPTY}
      filters={(filters, set) => (
        <>
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
        </>
      )}
      keyOf={({ id }) => id}
      columns={COLUMNS}
      Cells={RunCells}
      Card={RunCard}
      rowHeight={ROW_HEIGHT}
      linkOf={({ id }) => linkOf?.({ id })}
    />
  );
}
