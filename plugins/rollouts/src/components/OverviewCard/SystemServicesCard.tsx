import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { EntityRefLink, useEntity } from '@backstage/plugin-catalog-react';
import {
  FreshnessNote,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
} from '@slipway/plugin-portal-react';
import Box from '@mui/material/Box';
import Typography from '@mui/material/Typography';
import { MAX_ENTITIES } from '@slipway/plugin-rollouts-common';
import { useRolloutsOf } from '../../hooks/useRollouts';
import { SEE_ROLLOUTS } from '../../lib/needs';
import {
  componentsOf,
  ServiceOfSystem,
  servicesOfSystem,
} from '../../lib/systemServices';
import { RolloutLine } from './RolloutsOverviewCard';

/** Overview card of a system: its services, each with its rollouts as they are now. */
export function SystemServicesCard() {
  const { entity } = useEntity();
  const refs = componentsOf(entity).slice(0, MAX_ENTITIES);
  const live = useRolloutsOf(refs);
  const connection = useLiveConnection();
  const services = servicesOfSystem(refs, live.rollouts);
  const left = componentsOf(entity).length - refs.length;
  return (
    <InfoCard
      title="Services"
      action={
        live.status === 'ready' && (
          <Box sx={{ p: 1 }}>
            <FreshnessNote freshness={live.freshness} connection={connection} />
          </Box>
        )
      }
    >
      <LiveGate
        reading={live}
        what="The services of this system"
        needs={SEE_ROLLOUTS}
        skeleton={
          <SkeletonTable rows={4} columns={3} label="Loading services" />
        }
      >
        {services.length === 0 && (
          <Typography color="text.secondary">
            {`No component names ${stringifyEntityRef(entity)} as its system.`}
          </Typography>
        )}
        {services.map(service => (
          <Service key={service.entityRef} service={service} />
        ))}
        {left > 0 && (
          <Typography color="text.secondary">
            {`${left} more services are not shown here.`}
          </Typography>
        )}
      </LiveGate>
    </InfoCard>
  );
}

function Service({ service }: { service: ServiceOfSystem }) {
  const { entityRef, rollouts } = service;
  return (
    <Box
      component="section"
      sx={{ py: 1, '& + &': { borderTop: 1, borderColor: 'divider' } }}
    >
      <Box component="h3" sx={{ m: 0, fontSize: 15 }}>
        <EntityRefLink entityRef={entityRef} defaultKind="component" />
      </Box>
      {rollouts.length === 0 ? (
        <Box sx={{ fontSize: 13, color: 'text.secondary' }}>
          No rollout is known.
        </Box>
      ) : (
        <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
          {rollouts.map(rollout => (
            <RolloutLine
              key={`${rollout.ref.cluster}/${rollout.uid}`}
              rollout={rollout}
            />
          ))}
        </Box>
      )}
    </Box>
  );
}
