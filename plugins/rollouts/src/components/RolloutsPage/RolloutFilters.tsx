import {
  FilterBar,
  FilterToggle,
  MultiSelect,
} from '@slipway/plugin-portal-react';
import { FilterOptions } from '../../lib/filterOptions';
import {
  ListFilters,
  NO_FILTERS,
  ROLLOUTS_QUERY,
} from '@slipway/plugin-rollouts-common';

/** Search and filters of the list of rollouts. */
export function RolloutFilters(props: {
  filters: ListFilters;
  options: FilterOptions;
  onChange: (next: ListFilters) => void;
}) {
  const { filters, options, onChange } = props;
  const set = (change: Partial<ListFilters>) =>
    onChange({ ...filters, ...change });
  return (
    <FilterBar
      what="rollouts"
      search={filters.q}
      onSearch={q => set({ q })}
      filtered={ROLLOUTS_QUERY.hasFilters(filters)}
      onClear={() => onChange(NO_FILTERS)}
    >
      <FilterToggle
        label={`Needs attention (${options.attentionCount})`}
        on={filters.attention}
        onToggle={attention => set({ attention })}
      />
      <FilterToggle
        label={`Mine (${options.mineCount})`}
        on={filters.mine}
        onToggle={mine => set({ mine })}
      />
      <MultiSelect
        label="Phase"
        options={options.phases}
        chosen={filters.phases}
        onChange={phases => set({ phases })}
      />
      <MultiSelect
        label="Cluster"
        options={options.clusters}
        chosen={filters.clusters}
        onChange={clusters => set({ clusters })}
      />
      <MultiSelect
        label="Namespace"
        options={options.namespaces}
        chosen={filters.namespaces}
        onChange={namespaces => set({ namespaces })}
      />
      <MultiSelect
        label="Owner"
        options={options.owners}
        chosen={filters.owners}
        onChange={owners => set({ owners })}
      />
    </FilterBar>
  );
}
