import { countedValues, MultiSelect } from '@slipway/plugin-portal-react';
import { SEVERITIES, Severity } from '@slipway/plugin-security-common';
import { FleetFilters, shortRef } from '../../lib/fleetQuery';
import { severityWord } from '../../lib/words';

/** The filters of both lists: team, cluster, severity. Numbers are of all rows, whatever is filtered. */
export function Filters(props: {
  rows: ReadonlyArray<{ ownerRef?: string; cluster: string }>;
  /** How many rows have each severity. */
  bySeverity: (severity: Severity) => number;
  filters: FleetFilters;
  set: (change: Partial<FleetFilters>) => void;
}) {
  const { rows, bySeverity, filters, set } = props;
  return (
    <>
      <MultiSelect
        label="Team"
        options={countedValues(
          rows.map(({ ownerRef }) => ownerRef),
          shortRef,
        )}
        chosen={filters.teams}
        onChange={teams => set({ teams })}
      />
      <MultiSelect
        label="Cluster"
        options={countedValues(rows.map(({ cluster }) => cluster))}
        chosen={filters.clusters}
        onChange={clusters => set({ clusters })}
      />
      <MultiSelect<Severity>
        label="Severity"
        options={SEVERITIES.map(value => ({
          value,
          label: severityWord(value),
          count: bySeverity(value),
        }))}
        chosen={filters.severities}
        onChange={severities => set({ severities })}
      />
    </>
  );
}
