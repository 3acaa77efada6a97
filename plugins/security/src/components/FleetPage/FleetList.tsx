import { useRouteRef } from '@backstage/frontend-plugin-api';
import { parseEntityRef } from '@backstage/catalog-model';
import { entityRouteRef } from '@backstage/plugin-catalog-react';
import { FilteredList } from '@slipway/plugin-portal-react';
import { FleetFindings } from '@slipway/plugin-security-common';
import { FLEET, fleetCsv } from '../../lib/fleetQuery';
import { FLEET_COLUMNS, FleetCard, FleetCells, ROW_HEIGHT } from './FleetCells';
import { Filters } from './filters';
import { ListTools } from './ListTools';

/** Address of the tab Security of an entity. */
export function useTabLink() {
  const pageOf = useRouteRef(entityRouteRef);
  return (entityRef: string | undefined) => {
    const page = entityRef && pageOf?.(parseEntityRef(entityRef));
    return page ? `${page}/security` : undefined;
  };
}

/** Services with their findings, worst first; filters live in the address. */
export function FleetList(props: {
  fleet: FleetFindings;
  /** Reads again. */
  onRead: () => void;
}) {
  const { fleet, onRead } = props;
  const { rows } = fleet;
  const tabOf = useTabLink();
  return (
    <>
      <ListTools
        rules={FLEET}
        rows={rows}
        name="findings"
        csv={fleetCsv}
        onRead={onRead}
      />
      <FilteredList
        rules={FLEET}
        rows={rows}
        what="services"
        noun="service"
        count={count =>
          count === 1
            ? '1 service in one cluster'
            : `${count} services, each in one cluster`
        }
        empty={{
          title: 'There is nothing that you may see',
          description:
            'Services appear here as soon as something of them runs in a cluster.',
        }}
        filters={(filters, set) => (
          <Filters
            rows={rows}
            bySeverity={severity =>
              rows.filter(({ counts }) => counts[severity] > 0).length
            }
            filters={filters}
            set={set}
          />
        )}
        keyOf={({ key }) => key}
        columns={FLEET_COLUMNS}
        Cells={FleetCells}
        Card={FleetCard}
        rowHeight={ROW_HEIGHT}
        linkOf={({ entityRef }) => tabOf(entityRef)}
      />
    </>
  );
}
