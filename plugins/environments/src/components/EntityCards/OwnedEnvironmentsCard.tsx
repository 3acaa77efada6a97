import {
  Entity,
  getCompoundEntityRef,
  RELATION_OWNED_BY,
  stringifyEntityRef,
} from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { getEntityRelations, useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import {
  environmentsListTopic,
  EnvironmentRow,
} from '@slipway/plugin-environments-common';
import {
  LiveGate,
  SkeletonTable,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { useMemo } from 'react';
import { sortEnvironments } from '../../lib/listQuery';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { prefilledOf } from '../../lib/templateLink';
import { NewEnvironment } from '../NewEnvironment';
import { EnvironmentLine } from './EnvironmentLine';

/** The environments of a team, of a system, or with a service. */
function environmentsOf(
  entity: Entity,
  rows: Iterable<EnvironmentRow>,
): EnvironmentRow[] {
  const ref = stringifyEntityRef(entity);
  const { kind, name } = getCompoundEntityRef(entity);
  const has: Record<string, (row: EnvironmentRow) => boolean> = {
    group: ({ owner }) => owner === ref,
    system: ({ system }) => system === ref,
    component: ({ services }) => services[name] !== undefined,
  };
  const isOf = has[kind.toLocaleLowerCase('en-US')];
  return isOf
    ? sortEnvironments([...rows].filter(isOf), {
        column: 'state',
        descending: false,
      })
    : [];
}

/** Card of a team, a system or a service: its environments, live, and a new one. */
export function OwnedEnvironmentsCard() {
  const { entity } = useEntity();
  const live = useLiveTopic(environmentsListTopic, {});
  const rows = useMemo(
    () => environmentsOf(entity, live.items.values()),
    [entity, live.items],
  );
  const [owner] = getEntityRelations(entity, RELATION_OWNED_BY, {
    kind: 'group',
  });
  return (
    <InfoCard
      title="Environments"
      action={
        <Box sx={{ p: 1 }}>
          <NewEnvironment
            variant="outlined"
            prefilled={prefilledOf(
              stringifyEntityRef(entity),
              owner && stringifyEntityRef(owner),
            )}
          />
        </Box>
      }
    >
      <LiveGate
        reading={live}
        what="The environments"
        needs={SEE_ENVIRONMENTS}
        skeleton={
          <SkeletonTable rows={2} columns={3} label="Loading environments" />
        }
      >
        {rows.length === 0 ? (
          <Box sx={{ fontSize: 14, color: 'text.secondary' }}>
            There is no environment here.
          </Box>
        ) : (
          <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
            {rows.map(row => (
              <EnvironmentLine key={row.name} row={row} />
            ))}
          </Box>
        )}
      </LiveGate>
    </InfoCard>
  );
}
