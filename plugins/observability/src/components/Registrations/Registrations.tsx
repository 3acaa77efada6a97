import Box from '@mui/material/Box';
import {
  NO_EUREKA_APP,
  ObservedPlace,
  registrationsTopic,
  WorkloadRegistration,
} from '@slipway/plugin-observability-common';
import {
  FreshnessNote,
  LiveGate,
  SkeletonTable,
  useLiveConnection,
  useLiveTopic,
} from '@slipway/plugin-portal-react';
import { SEE_OBSERVABILITY } from '../../lib/needs';
import { placeKey } from '../../lib/places';
import { Elsewhere } from './Elsewhere';
import { EurekaPart } from './EurekaPart';
import { HealthPart } from './HealthPart';

/** Registrations of a place beside its pods, live; where else of the entity they differ. */
export function Registrations(props: {
  entityRef: string;
  place: ObservedPlace;
  eurekaApp?: string;
}) {
  const { entityRef, place, eurekaApp } = props;
  const live = useLiveTopic(registrationsTopic, { entityRef });
  const connection = useLiveConnection();
  const key = placeKey(place);
  const here = live.items.get(key);
  const others = [...live.items].flatMap(([name, one]) =>
    name === key ? [] : [one],
  );
  return (
    <LiveGate
      reading={live}
      what="Registrations"
      needs={SEE_OBSERVABILITY}
      skeleton={
        <SkeletonTable rows={3} columns={4} label="Loading registrations" />
      }
      notLost="The rest of the tab does not need Eureka."
    >
      <Box sx={{ display: 'grid', gap: 2, gridTemplateColumns: '100%' }}>
        {live.items.size > 0 && (
          <Box>
            <FreshnessNote freshness={live.freshness} connection={connection} />
          </Box>
        )}
        <EurekaOf here={here} place={place} eurekaApp={eurekaApp} />
        <HealthPart cluster={place.cluster} readings={here?.health} />
        <Elsewhere others={others} />
      </Box>
    </LiveGate>
  );
}

function EurekaOf(props: {
  here: WorkloadRegistration | undefined;
  place: ObservedPlace;
  eurekaApp?: string;
}) {
  const { here, place, eurekaApp } = props;
  if (here?.eureka) return <EurekaPart eureka={here.eureka} />;
  return (
    <Box sx={{ color: 'text.secondary' }}>
      {eurekaApp?.trim() === NO_EUREKA_APP ? (
        <>
          This service does not register with Eureka: its annotation{' '}
          <code>slipway.io/eureka-app</code> is <code>none</code>.
        </>
      ) : (
        <>
          No Eureka server is configured for namespace {place.namespace} of
          cluster {place.cluster} (
          <code>slipway.clusters.{place.cluster}.eureka</code>).
        </>
      )}
    </Box>
  );
}
