import { stringifyEntityRef } from '@backstage/catalog-model';
import { InfoCard } from '@backstage/core-components';
import { useEntity } from '@backstage/plugin-catalog-react';
import Box from '@mui/material/Box';
import {
  environmentEntityRef,
  environmentsDetailTopic,
} from '@slipway/plugin-environments-common';
import {
  LiveGate,
  RelativeTime,
  SkeletonTable,
} from '@slipway/plugin-portal-react';
import { useEnvironment } from '../../hooks/useEnvironment';
import { SEE_ENVIRONMENTS } from '../../lib/needs';
import { EnvironmentLine } from './EnvironmentLine';

/** Overview card of the entity of an environment: its state first, with why and since when. */
export function EnvironmentCard() {
  const { entity } = useEntity();
  const { name } = entity.metadata;
  const isIts =
    stringifyEntityRef(entity) === environmentEntityRef(name) &&
    environmentsDetailTopic.params.safeParse({ name }).success;
  return isIts ? <CardOf name={name} /> : null;
}

function CardOf({ name }: { name: string }) {
  const live = useEnvironment(name);
  const { row } = live;
  return (
    <InfoCard title="Environment">
      <LiveGate
        reading={live}
        what="The environment"
        needs={SEE_ENVIRONMENTS}
        skeleton={
          <SkeletonTable rows={2} columns={2} label="Loading the environment" />
        }
      >
        {row ? (
          <>
            <Box component="ul" sx={{ listStyle: 'none', m: 0, p: 0 }}>
              <EnvironmentLine row={row} />
            </Box>
            <Box sx={{ fontSize: 14, overflowWrap: 'anywhere' }}>
              {`${row.reason} `}
              <Box component="span" sx={{ color: 'text.secondary' }}>
                {'Changed '}
                <RelativeTime at={row.updatedAt} />
              </Box>
            </Box>
          </>
        ) : (
          <Box sx={{ fontSize: 14, color: 'text.secondary' }}>
            The portal has no record of this environment.
          </Box>
        )}
      </LiveGate>
    </InfoCard>
  );
}
