import { useRouteRef } from '@backstage/frontend-plugin-api';
import { RunRow } from '@slipway/plugin-loadtest-common';
import {
  FilteredList,
  FilterToggle,
  MultiSelect,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { runFilterOptions, RUNS } from '../../lib/listQuery';
import { runRouteRef } from '../../routes';
import { COLUMNS, ROW_HEIGHT, RunCard, RunCells } from './RunCells';

const EMPTY = {
  title: 'No load test has run yet',
  description:
    'A service with a suite has its profiles on the tab Resilience of its page: choose one there to launch it.',
};

/** Runs with filters that live in the address. */
export function RunsList({ runs }: { runs: readonly RunRow[] }) {
  const linkOf = useRouteRef(runRouteRef);
  const options = useMemo(() => runFilterOptions(runs), [runs]);
  return (
    <FilteredList
      rules={RUNS}
      rows={runs}
      what="load tests"
      noun="run"
      empty={EMPTY}
      filters={(filters, set) => (
        <>
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
