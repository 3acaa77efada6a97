import { FilterBar, FilterToggle } from '@slipway/plugin-portal-react';
import { Filters, NO_FILTERS, SERVICES_QUERY } from '../../lib/filters';

/** Search and choice of clusters. The caller keeps them in the address. */
export function ServiceFilters(props: {
  filters: Filters;
  clusters: readonly string[];
  onChange: (next: Filters) => void;
}) {
  const { filters, clusters, onChange } = props;
  const choose = (name: string, on: boolean) =>
    onChange({
      ...filters,
      clusters: on
        ? [...filters.clusters, name]
        : filters.clusters.filter(one => one !== name),
    });
  // A cluster of the address that is not there can still be taken out.
  const all = [
    ...clusters,
    ...filters.clusters.filter(name => !clusters.includes(name)),
  ];
  return (
    <FilterBar
      what="services"
      search={filters.q}
      onSearch={q => onChange({ ...filters, q })}
      filtered={SERVICES_QUERY.hasFilters(filters)}
      onClear={() => onChange(NO_FILTERS)}
    >
      {all.map(name => (
        <FilterToggle
          key={name}
          label={name}
          on={filters.clusters.includes(name)}
          onToggle={on => choose(name, on)}
        />
      ))}
    </FilterBar>
  );
}
